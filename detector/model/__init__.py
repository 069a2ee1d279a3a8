"""Numbers -> verdict, with numpy alone: nothing here needs scikit-learn, and loading a model runs no code."""

from detector.model.scorer import judge
from detector.model.store import Model, load

__all__ = ["Model", "judge", "load"]
