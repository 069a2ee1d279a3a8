"""A dataset and a model that the tests of this room share, each made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import joblib
import pytest

from detector.training import metrics
from detector.training.build import build
from detector.training.golden import choose_golden
from detector.training.rows import Rows
from detector.training.train import Trained, train
from detector.training.write import write
from tests.training import toy


@pytest.fixture(scope="session", autouse=True)
def _quick() -> Iterator[None]:
    """Threads instead of processes, and few draws: the sets here are tiny."""
    with pytest.MonkeyPatch.context() as patch, joblib.parallel_config(backend="threading"):
        patch.setattr(metrics, "RESAMPLES", 40)
        yield


@pytest.fixture(scope="session")
def datasets(_quick: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`base/` built from the toy corpus, and `authored/`."""
    home = tmp_path_factory.mktemp("toy")
    folder = home / "datasets"
    corpus = toy.write_corpus(home / "corpus", list(toy.corpus()))
    build(corpus, toy.write_authored(folder / "authored"), folder / "base", jobs=1)
    return folder


@pytest.fixture(scope="session")
def own_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's own labelled pages: two of each side."""
    return toy.write_own(tmp_path_factory.mktemp("own") / "mine.jsonl")


@pytest.fixture(scope="session")
def trained(datasets: Path, own_pages: Path) -> Trained:
    """A model fitted on both."""
    return train(datasets, [own_pages], print)


@pytest.fixture(scope="session")
def _model_folder(trained: Trained, datasets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "toy"
    write(trained, folder, choose_golden(datasets / "authored"))
    return folder


@pytest.fixture
def model_folder(_model_folder: Path, tmp_path: Path) -> Path:
    """The written model, a copy of the test's own."""
    return Path(shutil.copytree(_model_folder, tmp_path / "written" / "toy"))


@pytest.fixture
def own_datasets(datasets: Path, tmp_path: Path) -> Path:
    """The dataset folder, a copy of the test's own."""
    return Path(shutil.copytree(datasets, tmp_path / "datasets"))


@pytest.fixture(scope="session")
def base(datasets: Path) -> Rows:
    """The toy rows."""
    from detector.training.rows import load

    return load(datasets / "base")
