"""Labelled pages -> model folder. The only home of scikit-learn and joblib."""
