"""Numbers -> verdict, with numpy alone: nothing here needs scikit-learn, and loading a model runs no code."""

from detector.model.scorer import judge
from detector.model.store import load
from detector.model.weights import Model

__all__ = ["Model", "judge", "load"]
