"""The index of vectors, in a folder and on a real Chroma server on this machine."""

import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from math import sin
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.vector_index import (
    DamagedIndexError,
    Neighbour,
    SyncReport,
    VectorIndex,
    VectorIndexError,
    passage_id,
)


class Toy(Encoder):
    """Reads the vector out of the text, `3 0 0 4`, and keeps a list of what it was asked to encode."""

    def __init__(self, name: str = "toy") -> None:
        self.asked: list[str] = []
        super().__init__(self._read, name=name, dimensions=4)

    def _read(self, texts: list[str], _: str) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([text.split()[:4] for text in texts], dtype=np.float32)


EAST, NORTH, BETWEEN, WEST = "1 0 0 0", "0 1 0 0", "1 1 0 0", "-1 0 0 0"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--path", str(folder)]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder) as process:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture(params=["folder", "server"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    if request.param == "folder":
        return tmp_path / "index"
    url: str = request.getfixturevalue("server")
    return url


@pytest.fixture
def index(location: Path | str) -> Iterator[VectorIndex]:
    with VectorIndex.open(location, Toy()) as index:
        index.synchronise([])  # the server is shared by the tests
        yield index


def east() -> NDArray[np.float32]:
    return np.array([1, 0, 0, 0], dtype=np.float32)


def test_an_id_is_the_start_of_the_sha256_of_the_text() -> None:
    assert passage_id("纪要") == hashlib.sha256("纪要".encode()).hexdigest()[:24]


def test_an_empty_index_has_no_neighbours(index: VectorIndex) -> None:
    assert index.count() == 0
    assert index.nearest(east(), 3) == []
    assert index.vectors([passage_id(EAST)]) == {}
    assert index.model_names() == []


def test_the_nearest_come_first_with_their_cosine(index: VectorIndex) -> None:
    assert index.synchronise([WEST, NORTH, BETWEEN, EAST]) == SyncReport(embedded=4, kept=0, removed=0)
    neighbours = index.nearest(east(), 10)
    assert [neighbour.id for neighbour in neighbours] == [passage_id(t) for t in (EAST, BETWEEN, NORTH, WEST)]
    assert [n.similarity for n in neighbours] == pytest.approx([1, 0.5**0.5, 0, -1], abs=1e-5)
    assert index.nearest(east(), 1) == neighbours[:1]
    assert index.nearest(east(), 0) == []
    assert isinstance(neighbours[0], Neighbour)


def test_vectors_are_given_by_id_and_the_missing_left_out(index: VectorIndex) -> None:
    index.synchronise([EAST, BETWEEN])
    vectors = index.vectors([passage_id(BETWEEN), "nowhere", passage_id(EAST), passage_id(EAST)])
    assert set(vectors) == {passage_id(BETWEEN), passage_id(EAST)}
    np.testing.assert_allclose(vectors[passage_id(BETWEEN)], [0.5**0.5, 0.5**0.5, 0, 0], atol=1e-6)
    assert vectors[passage_id(EAST)].dtype == np.float32


def test_the_same_text_is_encoded_once(location: Path | str) -> None:
    with VectorIndex.open(location, Toy()) as index:
        index.synchronise([])
    encoder = Toy()
    with VectorIndex.open(location, encoder) as index:
        assert index.synchronise([EAST, EAST, NORTH]) == SyncReport(embedded=2, kept=0, removed=0)
        assert index.synchronise([NORTH, EAST, WEST]) == SyncReport(embedded=1, kept=2, removed=0)
    with VectorIndex.open(location, encoder) as index:
        assert index.synchronise([NORTH, EAST, WEST]) == SyncReport(embedded=0, kept=3, removed=0)
    assert encoder.asked == [EAST, NORTH, WEST]


def test_a_text_that_is_no_longer_there_is_gone(index: VectorIndex) -> None:
    index.synchronise([EAST, NORTH, WEST])
    assert index.synchronise([NORTH]) == SyncReport(embedded=0, kept=1, removed=2)
    assert [neighbour.id for neighbour in index.nearest(east(), 5)] == [passage_id(NORTH)]
    assert index.vectors([passage_id(EAST)]) == {}
    assert index.count() == 1


def test_progress_is_told_after_each_batch(location: Path | str) -> None:
    told: list[tuple[int, int]] = []
    with VectorIndex.open(location, Toy(), batch=2) as index:
        index.synchronise([EAST])
        index.synchronise([EAST, NORTH, WEST, BETWEEN], lambda done, total: told.append((done, total)))
    assert told == [(2, 3), (3, 3)]


def test_another_model_starts_anew_and_the_old_one_answers_until_it_is_done(location: Path | str) -> None:
    with VectorIndex.open(location, Toy("old")) as old:
        old.synchronise([EAST, NORTH])
    with VectorIndex.open(location, Toy("old")) as old, VectorIndex.open(location, Toy("new")) as new:
        assert new.count() == 0
        assert new.model_names() == ["old"]

        def while_half_done(*_: int) -> None:
            assert old.count() == 2
            assert sorted(new.model_names()) == ["new", "old"]

        assert new.synchronise([EAST, NORTH], while_half_done) == SyncReport(embedded=2, kept=0, removed=0)
        assert new.model_names() == ["new"]
        with pytest.raises(VectorIndexError, match="another embedding model"):
            old.nearest(east(), 1)
        assert old.synchronise([EAST]) == SyncReport(embedded=1, kept=0, removed=0)
        assert old.model_names() == ["old"]


def test_an_index_of_something_else_is_left_alone(tmp_path: Path) -> None:
    from embeddings.chroma import connect  # noqa: PLC0415 (takes a second)

    client = connect(tmp_path)
    client.create_collection("minutes-of-someone-else", embedding_function=None)
    client.close()
    with VectorIndex.open(tmp_path, Toy()) as index:
        index.synchronise([EAST])
        assert index.model_names() == ["toy"]
    client = connect(tmp_path)
    assert "minutes-of-someone-else" in [collection.name for collection in client.list_collections()]
    client.close()


def test_more_ids_than_chroma_takes_at_once_are_paged(tmp_path: Path) -> None:
    rows = np.random.default_rng(26).normal(size=(6000, 4)).astype(np.float32)
    texts = [" ".join(map(str, row)) for row in rows]
    ids = [passage_id(text) for text in texts]
    with VectorIndex.open(tmp_path, Toy(), batch=2000, page=500) as index:
        index.synchronise(texts)
        assert index.count() == len(texts)
        vectors = index.vectors(ids + ids)
        np.testing.assert_allclose(
            np.array([vectors[id_] for id_ in ids]),
            rows / np.linalg.norm(rows, axis=1, keepdims=True),
            atol=1e-5,
        )
        assert index.synchronise(texts[:10]) == SyncReport(embedded=0, kept=10, removed=5990)
        assert index.count() == 10


PARTS = st.integers(-9, 9)
VECTORS = st.tuples(PARTS, PARTS, PARTS, PARTS).filter(any)


@given(rows=st.lists(VECTORS, max_size=30, unique=True), asked=VECTORS, k=st.integers(1, 40))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_nearest_are_those_of_an_exact_search(
    tmp_path: Path, rows: list[tuple[int, ...]], asked: tuple[int, ...], k: int
) -> None:
    encoder = Toy()
    texts = [" ".join(map(str, row)) for row in rows]
    question = encoder.query(" ".join(map(str, asked)))
    exact = dict(zip(map(passage_id, texts), (encoder.passages(texts) @ question).tolist(), strict=True))
    with VectorIndex.open(tmp_path, encoder) as index:
        index.synchronise(texts)
        found = index.nearest(question, k)
    # Equally near entries may come in any order: compare how near they are, each and in order.
    assert [n.similarity for n in found] == pytest.approx(sorted(exact.values(), reverse=True)[:k], abs=1e-5)
    assert [n.similarity for n in found] == pytest.approx([exact[n.id] for n in found], abs=1e-5)
    assert len({n.id for n in found}) == len(found)


CHILD = """
import sys
import time
from math import sin
import numpy as np
from pathlib import Path
from embeddings.encoder import Encoder
from embeddings.vector_index import VectorIndex
start, stop, batch, pause = map(int, sys.argv[2:])
def encode(texts, _):
    time.sleep(pause)
    return np.array([text.split()[:4] for text in texts], dtype=np.float32)
with VectorIndex.open(Path(sys.argv[1]), Encoder(encode, name="toy", dimensions=4), batch=batch) as index:
    texts = [f"{sin(n):.6f} {sin(1.7 * n):.6f} {sin(2.9 * n):.6f} 0.5" for n in range(start, stop)]
    index.synchronise(texts, lambda done, total: print(done, flush=True))
"""


def numbered(stop: int) -> list[str]:
    """Return the first of the texts that the child writes."""
    return [f"{sin(n):.6f} {sin(1.7 * n):.6f} {sin(2.9 * n):.6f} 0.5" for n in range(stop)]


def check(index: VectorIndex, size: int) -> None:
    """Check that the first texts are all there, and can be found."""
    ids = [passage_id(text) for text in numbered(size)]
    assert index.count() == size
    vectors = index.vectors(ids)
    assert set(vectors) == set(ids)
    for id_ in ids[:: size // 20]:
        assert [neighbour.id for neighbour in index.nearest(vectors[id_], 1)] == [id_]


def run_child(folder: Path, start: int, stop: int, batch: int, pause: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, str(folder), *map(str, (start, stop, batch, pause))]
    root = Path(__file__).parent.parent
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root)


def test_a_killed_run_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    with run_child(tmp_path, 0, 2000, 30, pause=1) as child:
        assert child.stdout
        for _ in range(3):
            child.stdout.readline()
        child.kill()  # while it encodes the fourth batch
    with VectorIndex.open(tmp_path, Toy(), batch=500) as index:
        assert index.synchronise(numbered(2000)) == SyncReport(embedded=1910, kept=90, removed=0)
        check(index, 2000)


def test_what_another_process_writes_is_seen_and_not_destroyed(tmp_path: Path) -> None:
    with VectorIndex.open(tmp_path, Toy(), batch=500) as index:
        index.synchronise(numbered(100))
        check(index, 100)  # now this part of the index is in memory
        with run_child(tmp_path, 0, 1500, 500) as child:
            child.communicate()
        check(index, 1500)
        assert index.synchronise(numbered(3000)) == SyncReport(embedded=1500, kept=1500, removed=0)
        check(index, 3000)
    with VectorIndex.open(tmp_path, Toy()) as index:
        check(index, 3000)


def test_an_index_left_half_written_is_built_again_without_being_loaded(tmp_path: Path) -> None:
    with VectorIndex.open(tmp_path, Toy(), batch=500) as index:
        index.synchronise(numbered(1500))
        # As a process leaves it that is killed in the middle of a change.
        note = tmp_path / f"changing-minutes-{hashlib.sha256(b'toy').hexdigest()[:8]}"
        note.touch()
        (tmp_path / "last-change").write_text("by another")
        with pytest.raises(DamagedIndexError, match="half written: build it again"):
            index.nearest(east(), 1)
        assert index.synchronise(numbered(1500)).embedded == 1500
        check(index, 1500)
        note.touch()
    with VectorIndex.open(tmp_path, Toy()) as index:
        assert index.count() == 0


def test_two_processes_do_not_do_the_same_work(tmp_path: Path) -> None:
    with run_child(tmp_path, 0, 1000, 100) as one, run_child(tmp_path, 0, 1000, 100) as two:
        lines = [child.communicate()[0].split() for child in (one, two)]
    assert sorted(map(len, lines)) == [0, 10]


def test_questions_are_answered_while_another_thread_writes(tmp_path: Path) -> None:
    with VectorIndex.open(tmp_path, Toy(), batch=100) as index:
        index.synchronise(numbered(200))
        over = Event()
        found: list[int] = []

        def ask() -> None:
            while not over.is_set():
                found.append(len(index.nearest(east(), 10)))

        asking = Thread(target=ask)
        asking.start()
        index.synchronise(numbered(2000))
        over.set()
        asking.join()
        assert set(found) == {10}
        check(index, 2000)


def test_a_damaged_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with VectorIndex.open(tmp_path, Toy()) as index:
        index.synchronise([EAST])
    (tmp_path / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    for _ in range(2):  # and not for another reason the second time
        with pytest.raises(VectorIndexError, match=r"\(.*file is not a database\): delete this") as refused:
            VectorIndex.open(tmp_path, Toy())
        assert "\n" not in str(refused.value)
    (tmp_path / "chroma.sqlite3").unlink()
    with VectorIndex.open(tmp_path, Toy()) as index:
        assert index.synchronise([EAST]).embedded == 1


def test_lost_vectors_are_encoded_again(tmp_path: Path) -> None:
    with VectorIndex.open(tmp_path, Toy(), batch=500) as index:
        index.synchronise(numbered(2000))
    for part in tmp_path.glob("*/*"):
        part.unlink()
    with VectorIndex.open(tmp_path, Toy(), batch=500) as index:
        with pytest.raises(DamagedIndexError):
            index.vectors([passage_id(numbered(1)[0])])
        assert index.synchronise(numbered(2000)).embedded == 2000
        check(index, 2000)


def test_a_place_that_cannot_be_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(VectorIndexError, match="cannot be used"):
        VectorIndex.open(tmp_path / "file", Toy())


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9", "ftp://127.0.0.1", "http://", "http://127.0.0.1:x", "chroma:8000"]
)
def test_a_server_that_does_not_answer_is_named(url: str) -> None:
    with pytest.raises(VectorIndexError) as refused:
        VectorIndex.open(url, Toy())
    assert str(refused.value).startswith(f"The vector index at {url} cannot be used (")
    assert str(refused.value).endswith("start the Chroma server or correct its address.")


def test_the_shipped_model_finds_the_passage_in_both_languages(tmp_path: Path) -> None:
    encoder = Encoder.load()
    safety, census = "会议听取了全市安全生产工作情况的汇报。", "会议研究了第五次全国经济普查工作。"
    with VectorIndex.open(tmp_path, encoder) as index:
        index.synchronise([safety, census])
        assert index.nearest(encoder.query("安全生产"), 1)[0].id == passage_id(safety)
        assert index.nearest(encoder.query("economic census"), 1)[0].id == passage_id(census)
        similarity = float(index.vectors([passage_id(safety)])[passage_id(safety)] @ encoder.query("安全生产"))
        assert index.nearest(encoder.query("安全生产"), 1)[0].similarity == pytest.approx(similarity, abs=1e-5)
        assert index.model_names() == [encoder.name]
