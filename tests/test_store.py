"""The store: a change happens wholly or not at all, whoever reads, writes or fails at the same time."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Event, Thread, Timer
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from data import schema
from data.bilingual import MinutesError
from data.glosses import content_words
from data.parsing import parse_source
from data.reading import Source
from data.refs import parse_ref
from data.store import Added, AddStatus, Store, WordIndex
from data.words import grams
from tests.expected import FOLDER, ORDINALS, minutes, source

ROOT = Path(__file__).parents[1]
RECORD_0001 = Path(__file__).parent / "expected" / "record_0001.json"
TABLES = ("document", "meeting", "part", "version", "revision", *WordIndex)
OLD_WORD, NEW_WORD = "罗腾堡德风街", "海棠花径长廊"
FAIL_AT_THE_LAST_PART = (
    "CREATE TRIGGER fail BEFORE INSERT ON part WHEN NEW.ref LIKE '%footer' "
    "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
)
WAIT_AT_THE_LAST_PART = (
    "CREATE TRIGGER wait BEFORE INSERT ON part WHEN NEW.ref LIKE '%footer' BEGIN SELECT meanwhile(); END"
)
ADD_ALL = """
import sys
from pathlib import Path
from data.parsing import parse_source
from data.reading import read_source
from data.store import Store
store = Store.in_folder(Path(sys.argv[1]))
for path in sys.argv[2:]:
    source = read_source(Path(path))
    print(store.add(source, parse_source(source)).status)
store.close()
"""
KILLED_MEANWHILE = """
import os, signal
import sqlalchemy as sa
@sa.event.listens_for(sa.Engine, "connect")
def _(connection, _record):
    connection.create_function("meanwhile", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the shipped minutes, to copy."""
    folder = tmp_path_factory.mktemp("built")
    with closing(Store.in_folder(folder)) as opened:
        for ordinal in ORDINALS:
            assert opened.add(source(ordinal), minutes(ordinal)) == Added(AddStatus.ADDED)
    return database(folder)


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Iterator[Store]:
    """A store with the shipped minutes, in the test's own folder."""
    shutil.copy(built, database(tmp_path))
    with closing(Store.in_folder(tmp_path)) as opened:
        yield opened


def database(folder: Path) -> Path:
    return folder / "minutes.db"


def run_sql(path: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Run one statement past the store, as another program would."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement, values).fetchall()


def everything(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables and of both indexes of words."""
    return {table: run_sql(path, f"SELECT rowid, * FROM {table} ORDER BY rowid") for table in TABLES}  # noqa: S608


def made(text: str, name: str = "made.txt") -> Source:
    return Source(name, text.encode(), text)


def changed() -> Source:
    """The minutes of meeting 26 as a corrected edition would have them: one name is another."""
    text = source(26).text
    assert text.count(OLD_WORD) == 1
    return made(text.replace(OLD_WORD, NEW_WORD), "corrected.txt")


def tiny(ordinal: int) -> Source:
    return made(
        f"清河县人民政府\n2024年5月6日，李明县长主持召开县政府第{ordinal}次常务会议，审议《消防办法》。\n"
        "一、审议《消防办法》\n（一）原则同意《消防办法》。\n",
        f"{ordinal}.txt",
    )


def add(store: Store, document: Source) -> AddStatus:
    return store.add(document, parse_source(document)).status


def found(store: Store, text: str) -> set[str]:
    """Short refs of the parts that hold every pair of characters of ``text``."""
    hits = [set(store.word_scores([word], WordIndex.CHINESE)) for word in grams(text)]
    return {ref.split("_")[1] for ref in set.intersection(*hits)}


def kept(store: Store) -> list[tuple[int, str, str]]:
    """Ordinal, file name and text of item 7-2 of every meeting kept, the latest first."""
    return [(one.minutes.number, one.source, one.minutes.resolutions[6].items[1].text) for one in store.all_minutes()]


# What is kept


def test_minutes_come_back_as_they_were_added_the_latest_meeting_first(store: Store) -> None:
    stored = list(store.all_minutes())
    assert [one.minutes for one in stored] == [minutes(26), minutes(25)]
    assert [one.source for one in stored] == ["seed_taicang_26.txt", "seed_taicang_25.txt"]


def test_the_document_itself_is_kept(store: Store, tmp_path: Path) -> None:
    assert len(list(store.all_minutes())) == 2
    rows = run_sql(database(tmp_path), "SELECT name, content, text, sha256 FROM document ORDER BY name")
    assert rows == [(one.name, one.content, one.text, one.sha256) for one in map(source, ORDINALS)]


def test_the_same_file_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    before, revision = everything(database(tmp_path)), store.revision
    assert [add(store, source(ordinal)) for ordinal in ORDINALS] == [AddStatus.UNCHANGED] * 2
    assert everything(database(tmp_path)) == before
    assert store.revision == revision == 2


def test_a_changed_file_replaces_its_meeting_and_leaves_the_other(store: Store, tmp_path: Path) -> None:
    parts = len(everything(database(tmp_path))["part"])
    assert found(store, OLD_WORD) == {"26-7-2"}
    assert add(store, changed()) is AddStatus.REPLACED
    assert [(ordinal, name) for ordinal, name, _ in kept(store)] == [
        (26, "corrected.txt"),
        (25, "seed_taicang_25.txt"),
    ]
    assert found(store, NEW_WORD) == {"26-7-2"}
    assert found(store, OLD_WORD) == set()
    after = everything(database(tmp_path))
    assert {len(after[table]) for table in ("part", *WordIndex)} == {parts}
    assert [len(after[table]) for table in ("document", "meeting", "version")] == [3, 2, 1]
    assert store.revision == 3


def test_minutes_read_by_an_older_parser_are_read_again(store: Store, tmp_path: Path) -> None:
    run_sql(database(tmp_path), "UPDATE meeting SET parser_version = 0 WHERE ordinal = 25")
    assert [add(store, source(ordinal)) for ordinal in ORDINALS] == [AddStatus.REPLACED, AddStatus.UNCHANGED]


def test_the_same_ordinal_of_another_issuer_is_another_meeting(store: Store) -> None:
    assert add(store, made(source(26).text.replace("太仓市人民政府", "昆山市人民政府"))) is AddStatus.ADDED
    assert [ordinal for ordinal, _, _ in kept(store)] == [26, 26, 25]


# Older versions


def older(store: Store) -> list[list[str]]:
    """The file names of the older versions of every meeting kept, the latest first."""
    return [[version.source for version in one.versions] for one in store.all_minutes()]


def test_a_replaced_document_is_kept_as_an_older_version_and_named(store: Store, tmp_path: Path) -> None:
    document = changed()
    added = store.add(document, parse_source(document))
    assert added == Added(AddStatus.REPLACED, replaces="seed_taicang_26.txt")
    assert older(store) == [["seed_taicang_26.txt"], []]
    [version] = next(store.all_minutes()).versions
    assert version.added <= version.replaced_on <= datetime.now(UTC)
    assert datetime.now(UTC) - version.added < timedelta(minutes=5)
    [(name, content)] = run_sql(
        database(tmp_path), "SELECT name, content FROM document JOIN version ON document_id = document.id"
    )
    assert (name, content) == ("seed_taicang_26.txt", source(26).content)
    assert store.document(document.sha256) == ("corrected.txt", document.content)


def test_versions_are_named_the_latest_first(store: Store) -> None:
    for name in ("first.txt", "second.txt"):
        document = made(source(26).text.replace(OLD_WORD, name), name)
        assert add(store, document) is AddStatus.REPLACED
    assert older(store) == [["first.txt", "seed_taicang_26.txt"], []]


def test_an_older_version_again_changes_nothing_and_the_current_one_is_named(store: Store, tmp_path: Path) -> None:
    add(store, changed())
    before = everything(database(tmp_path))
    assert store.add(source(26), minutes(26)) == Added(AddStatus.UNCHANGED, superseded_by="corrected.txt")
    assert everything(database(tmp_path)) == before


def test_the_same_bytes_read_by_a_newer_parser_are_no_version(store: Store, tmp_path: Path) -> None:
    [(added,)] = run_sql(database(tmp_path), "SELECT added FROM document WHERE name LIKE '%26.txt'")
    add(store, changed())
    run_sql(database(tmp_path), "UPDATE meeting SET parser_version = 0")
    run_sql(database(tmp_path), "UPDATE document SET added = ? WHERE name = 'corrected.txt'", added)
    document = changed()
    assert store.add(document, parse_source(document)) == Added(AddStatus.REPLACED)
    assert older(store) == [["seed_taicang_26.txt"], []]
    assert run_sql(database(tmp_path), "SELECT added FROM document WHERE name = 'corrected.txt'") == [(added,)]


def test_a_newer_parser_may_find_another_meeting_in_the_same_bytes_and_its_versions_follow(
    store: Store, tmp_path: Path
) -> None:
    add(store, changed())
    for table in ("meeting", "version"):
        run_sql(database(tmp_path), f"UPDATE {table} SET ordinal = 62 WHERE ordinal = 26")  # noqa: S608
    run_sql(database(tmp_path), "UPDATE meeting SET parser_version = 0 WHERE ordinal = 62")
    document = changed()
    assert store.add(document, parse_source(document)) == Added(AddStatus.REPLACED)
    assert [ordinal for ordinal, _, _ in kept(store)] == [26, 25]
    assert older(store) == [["seed_taicang_26.txt"], []]
    assert run_sql(database(tmp_path), "SELECT ordinal FROM meeting ORDER BY 1") == [(25,), (26,)]


def test_what_is_known_of_bytes_is_the_minutes_kept_of_their_meeting(store: Store) -> None:
    assert store.recall(changed().sha256) is None
    add(store, changed())
    current, old = store.recall(changed().sha256), store.recall(source(26).sha256)
    assert current
    assert old
    assert (current.is_older, old.is_older) == (False, True)
    assert current.kept == old.kept == next(store.all_minutes())


def test_bytes_that_an_older_parser_read_have_to_be_read_again(store: Store, tmp_path: Path) -> None:
    run_sql(database(tmp_path), "UPDATE meeting SET parser_version = 0 WHERE ordinal = 25")
    assert store.recall(source(25).sha256) is None
    assert store.recall(source(26).sha256)


def test_what_is_no_document_cannot_be_had(store: Store) -> None:
    with pytest.raises(KeyError):
        store.document("0" * 64)


def test_a_store_remembers_that_the_first_minutes_are_in(tmp_path: Path) -> None:
    with closing(Store.in_folder(tmp_path)) as opened:
        assert not opened.is_prepared
        opened.mark_prepared()
    with closing(Store.in_folder(tmp_path)) as opened:
        assert opened.is_prepared


# The indexes of words


@pytest.mark.parametrize(
    ("question", "index", "first"),
    [
        ("消防安全专项治理", WordIndex.CHINESE, "25-6"),
        ("經濟普查", WordIndex.CHINESE, "26-2"),
        ("3+3", WordIndex.CHINESE, "25-10-2"),
        ("fire safety campaign", WordIndex.GLOSSES, "25-6"),
        ("economic census", WordIndex.GLOSSES, "26-2"),
        ("parking facilities", WordIndex.GLOSSES, "25-8"),
    ],
)
def test_words_of_either_language_find_their_part(store: Store, question: str, index: WordIndex, first: str) -> None:
    words = content_words(question) if index is WordIndex.GLOSSES else grams(question)
    scores = store.word_scores(words, index)
    best = parse_ref(max(scores, key=scores.__getitem__))
    assert best is not None
    assert best.short.startswith(first)
    assert min(scores.values()) > 0


def test_a_word_of_the_heading_counts_as_much_as_is_asked(store: Store) -> None:
    words = grams("公共停车设施")
    ref = f"{minutes(25).ref.series}_25-8-2"  # its heading has the words, the item itself has not
    light, heavy = (store.word_scores(words, WordIndex.CHINESE, weight)[ref] for weight in (0.5, 2.0))
    assert 0 < light < heavy


@pytest.mark.parametrize("index", WordIndex)
def test_words_that_occur_nowhere_find_nothing(store: Store, index: WordIndex) -> None:
    assert store.word_scores(["zzz", "龘龘"], index) == {}
    assert store.word_scores([], index) == {}


# Others read, write or fail at the same time


def test_a_reader_sees_the_version_with_which_it_began(store: Store) -> None:
    reading = store.all_minutes()
    assert next(reading).minutes.header.ordinal == 26
    corrected = made(source(25).text.replace("驾驶舱", "看板"), "corrected.txt")
    assert add(store, corrected) is AddStatus.REPLACED
    assert next(reading).source == "seed_taicang_25.txt"
    assert [name for _, name, _ in kept(store)] == ["seed_taicang_26.txt", "corrected.txt"]


@contextmanager
def meanwhile(path: Path, act: Callable[[], None]) -> Iterator[None]:
    """Let ``act`` happen in the middle of every change of the database, before the last part is written."""

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.create_function("meanwhile", 0, act)

    run_sql(path, WAIT_AT_THE_LAST_PART)
    sa.event.listen(sa.Engine, "connect", prepare)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "connect", prepare)


def test_in_the_middle_of_a_change_others_see_the_old_version(store: Store, tmp_path: Path) -> None:
    half_done, go_on = Event(), Event()

    def act() -> None:
        half_done.set()
        go_on.wait(30)

    before = kept(store)
    with meanwhile(database(tmp_path), act), closing(Store.in_folder(tmp_path)) as writer:
        thread = Thread(target=add, args=(writer, changed()))
        thread.start()
        try:
            assert half_done.wait(30)
            assert kept(store) == before
            assert (found(store, OLD_WORD), found(store, NEW_WORD)) == ({"26-7-2"}, set())
            assert store.revision == 2
        finally:
            go_on.set()
            thread.join(30)
    assert (found(store, OLD_WORD), found(store, NEW_WORD)) == (set(), {"26-7-2"})
    assert store.revision == 3


def test_a_failure_in_the_middle_leaves_the_old_version(store: Store, tmp_path: Path) -> None:
    before = everything(database(tmp_path))
    run_sql(database(tmp_path), FAIL_AT_THE_LAST_PART)
    with pytest.raises(sa.exc.DatabaseError, match="the disk is full"):
        add(store, changed())
    assert everything(database(tmp_path)) == before
    run_sql(database(tmp_path), "DROP TRIGGER fail")
    assert add(store, changed()) is AddStatus.REPLACED


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_process_killed_in_the_middle_leaves_the_old_version(store: Store, tmp_path: Path) -> None:
    before = everything(database(tmp_path))
    run_sql(database(tmp_path), WAIT_AT_THE_LAST_PART)
    path = tmp_path / "corrected.txt"
    path.write_bytes(changed().content)
    process = start(KILLED_MEANWHILE + ADD_ALL, tmp_path, path)
    assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == -signal.SIGKILL
    assert everything(database(tmp_path)) == before
    assert run_sql(database(tmp_path), "PRAGMA integrity_check") == [("ok",)]
    run_sql(database(tmp_path), "DROP TRIGGER wait")
    assert add(store, changed()) is AddStatus.REPLACED


def start(script: str, *arguments: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_processes_that_add_to_a_new_store_at_once_add_everything_once(tmp_path: Path) -> None:
    paths = sorted(FOLDER.glob("*.txt"))
    processes = [start(ADD_ALL, tmp_path, *order) for order in (paths, paths[::-1])]
    results = [(process.communicate(timeout=60), process.returncode) for process in processes]
    assert [(errors, status) for (_, errors), status in results] == [("", 0)] * 2
    assert sorted(word for (output, _), _ in results for word in output.split()) == ["added"] * 2 + ["unchanged"] * 2
    with closing(Store.in_folder(tmp_path)) as opened:
        assert [one.minutes for one in opened.all_minutes()] == [minutes(26), minutes(25)]
        assert opened.revision == 2


def test_a_store_waits_while_another_program_makes_the_database(tmp_path: Path) -> None:
    # SQLite itself says "locked" at once here: it does not wait for the switch to the write-ahead log.
    path = database(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE theirs (name TEXT)")
        timer = Timer(0.2, other.execute, ("COMMIT",))
        timer.start()
        Store.in_folder(tmp_path).close()
        timer.join()
    assert tables(path) == described()
    assert run_sql(path, "SELECT * FROM theirs") == []


def test_threads_that_open_a_new_store_at_once_and_add_lose_nothing(tmp_path: Path) -> None:
    ready = Barrier(8)

    def open_and_add(ordinal: int) -> AddStatus:
        ready.wait(30)
        with closing(Store.in_folder(tmp_path)) as opened:
            return add(opened, tiny(ordinal // 2))  # each meeting is added by two of the threads

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(open_and_add, range(2, 10)))
    assert sorted(statuses) == [AddStatus.ADDED] * 4 + [AddStatus.UNCHANGED] * 4
    with closing(Store.in_folder(tmp_path)) as opened:
        assert sorted(one.minutes.number for one in opened.all_minutes()) == [1, 2, 3, 4]
        assert opened.revision == 4


def test_threads_share_one_store(tmp_path: Path) -> None:
    with closing(Store.in_folder(tmp_path)) as opened, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda ordinal: add(opened, tiny(ordinal)), range(1, 17))) == [AddStatus.ADDED] * 16
        assert opened.revision == 16
        assert found(opened, "消防办法") >= {f"{ordinal}-1-1" for ordinal in range(1, 17)}


def test_readers_do_not_wait_for_a_writer(store: Store, tmp_path: Path) -> None:
    assert run_sql(database(tmp_path), "PRAGMA journal_mode") == [("wal",)]
    with closing(sqlite3.connect(database(tmp_path), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM meeting")
        assert len(kept(store)) == 2
        writer.execute("ROLLBACK")


# Versions of the tables


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "data" / "migrations"))
    return config


def migrate(path: Path, version: str) -> None:
    """Bring a database to a version of the tables as the program of that version did."""
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()


def tables(path: Path) -> dict[str, dict[str, bool]]:
    """Every column of every described table of the database, and whether it may be empty."""
    engine = sa.create_engine(f"sqlite:///{path}")
    inspector = sa.inspect(engine)
    shape = {
        name: {str(column["name"]): bool(column["nullable"]) for column in inspector.get_columns(name)}
        for name in schema.metadata.tables
    }
    engine.dispose()
    return shape


def described() -> dict[str, dict[str, bool]]:
    return {
        name: {column.name: bool(column.nullable) for column in table.columns}
        for name, table in schema.metadata.tables.items()
    }


def version_of(path: Path) -> list[tuple[str]]:
    return run_sql(path, "SELECT version_num FROM alembic_version")


def test_migrations_are_numbered_one_after_another_up_to_the_version_of_the_tables() -> None:
    steps = [step.revision for step in ScriptDirectory.from_config(alembic_config()).walk_revisions()][::-1]
    assert steps == [f"{number:04}" for number in range(1, len(steps) + 1)]
    assert steps[-1] == schema.SCHEMA_VERSION


def test_a_blank_database_gets_the_tables(tmp_path: Path) -> None:
    database(tmp_path).touch()
    Store.in_folder(tmp_path).close()
    assert tables(database(tmp_path)) == described()
    assert version_of(database(tmp_path)) == [(schema.SCHEMA_VERSION,)]


def test_a_store_of_version_0001_keeps_what_it_holds(tmp_path: Path) -> None:
    path, text = database(tmp_path), tiny(7).text
    migrate(path, "0001")
    run_sql(
        path,
        "INSERT INTO document VALUES (1, 'old.txt', ?, ?, ?, '2024-05-07 08:00:00.000000')",
        tiny(7).sha256,
        text.encode(),
        text,
    )
    record = RECORD_0001.read_text("utf-8")
    run_sql(path, "INSERT INTO meeting VALUES (1, 1, 'aaaaaaaa', 7, '2024-05-06', 1, ?)", record)
    run_sql(path, "INSERT INTO part VALUES (1, 1, 'aaaaaaaa_7-1-1', '（一）原则同意《消防办法》。')")
    run_sql(path, "UPDATE revision SET number = 1")
    run_sql(path, "INSERT INTO part_words (rowid, heading, body) VALUES (1, '消防', '同意 消防 防办 办法')")
    with closing(Store.in_folder(tmp_path)) as opened:
        (kept_minutes,) = opened.all_minutes()
        assert kept_minutes.source == "old.txt"
        assert kept_minutes.minutes.resolutions[0].items[0].text == "（一）原则同意《消防办法》。"
        assert found(opened, "消防办法") == {"7-1-1"}
        assert opened.is_prepared
        assert add(opened, tiny(8)) is AddStatus.ADDED
        assert older(opened) == [[], []]
    assert tables(path) == described()
    assert version_of(path) == [(schema.SCHEMA_VERSION,)]


def test_an_old_store_that_holds_nothing_is_still_to_be_prepared(tmp_path: Path) -> None:
    migrate(database(tmp_path), "0001")
    with closing(Store.in_folder(tmp_path)) as opened:
        assert not opened.is_prepared


def test_the_step_to_versions_can_be_taken_back(tmp_path: Path) -> None:
    with closing(Store.in_folder(tmp_path)) as opened:
        add(opened, tiny(7))
        add(opened, made(tiny(7).text.replace("李明", "王强"), "corrected.txt"))
    engine = sa.create_engine(f"sqlite:///{database(tmp_path)}")
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    engine.dispose()
    assert run_sql(database(tmp_path), "SELECT name FROM document") == [("corrected.txt",)]
    with closing(Store.in_folder(tmp_path)) as opened:
        assert [one.source for one in opened.all_minutes()] == ["corrected.txt"]


def test_opening_a_store_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    before = everything(database(tmp_path))
    with closing(Store.in_folder(tmp_path)) as opened:
        assert opened.revision == store.revision
    assert everything(database(tmp_path)) == before


# Databases that cannot be used


def refusal(url: str) -> str:
    """Why the database at ``url`` is refused, in English; one sentence in both languages."""
    with pytest.raises(MinutesError) as caught:
        Store(url)
    zh, en = caught.value.say("zh"), caught.value.say("en")
    assert zh.endswith("。")
    assert en.endswith(".")
    assert "\n" not in zh + en
    return en


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://someone:secret@localhost/minutes",
        "mysql+pymysql://localhost/minutes",
        "sqlite+aiosqlite:///minutes.db",
        "sqlite+unknown:///minutes.db",
        "sqlite://minutes.db",  # two strokes name a machine, three a file
    ],
)
def test_the_address_of_another_database_is_refused(url: str) -> None:
    reason = refusal(url)
    assert reason.startswith("DATABASE_URL must be a sqlite URL")
    assert "secret" not in reason


@pytest.mark.parametrize("url", ["", "minutes.db", "postgresql://localhost:port/minutes"])
def test_what_is_no_address_is_refused(url: str) -> None:
    assert refusal(url) == "DATABASE_URL is not a database URL."


@pytest.mark.parametrize("content", [b"not a database, only words\n" * 100, bytes(range(256)) * 20])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "minutes.db"
    path.write_bytes(content)
    assert "cannot be opened" in refusal(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_a_folder_or_a_missing_folder_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(f"sqlite:///{tmp_path}")
    assert "cannot be opened" in refusal(f"sqlite:///{tmp_path}/missing/minutes.db")
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_another_program_is_refused_and_keeps_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    run_sql(path, "CREATE TABLE meeting (name TEXT)")
    run_sql(path, "INSERT INTO meeting VALUES ('ours')")
    assert "cannot be opened" in refusal(f"sqlite:///{path}")
    assert run_sql(path, "SELECT name FROM sqlite_master") == [("meeting",)]
    assert run_sql(path, "SELECT * FROM meeting") == [("ours",)]


def test_a_database_of_a_newer_program_is_refused_and_left_alone(store: Store, tmp_path: Path) -> None:
    path = database(tmp_path)
    run_sql(path, "UPDATE alembic_version SET version_num = '9999'")
    before = everything(path)
    assert "unknown version" in refusal(f"sqlite:///{path}")
    assert everything(path) == before
    assert len(kept(store)) == 2


def test_a_state_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state"
    path.write_text("a file", "utf-8")
    with pytest.raises(MinutesError, match="cannot be created"):
        Store.in_folder(path)
    assert path.read_text("utf-8") == "a file"


@pytest.mark.parametrize("name", ["会议纪要", "a b", "what?", "50%20", "a#b"])
def test_a_folder_of_any_name_holds_a_store(tmp_path: Path, name: str) -> None:
    Store.in_folder(tmp_path / name).close()
    assert database(tmp_path / name).is_file()
