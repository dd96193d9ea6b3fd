"""Tables of the casework. `acts.py` alone writes them; models are for migrations, reading and tests.

What the law needs lies in entries and parts (append-only; a part can be destroyed by law). Case, Run, Task and Measure are projections:
`fadu rebuild` makes them anew from the entries, with the same result.
"""

from datetime import date

from django.db import models
from django.db.models.functions import Coalesce

DUE = Coalesce("next_due", models.Value(date.max))
OPEN = models.Q(closed__isnull=True)
CLOSED = models.Q(closed__isnull=False)


class DeclarationText(models.Model):
    """A compiled declaration, by the SHA-256 of its canonical JSON. Entries name it; it is never changed."""

    sha = models.CharField(max_length=64, primary_key=True)
    procedure = models.CharField(max_length=60)
    text = models.TextField()


class CalendarText(models.Model):
    """The editions of a working-day calendar, by its id. Cases name it; it is never changed."""

    id = models.CharField(max_length=60, primary_key=True)
    text = models.TextField()
    current = models.BooleanField(default=False)


class Case(models.Model):
    """A piece of work under a procedure, and where it stands (`standing` is the JSON of `procedure.state.Standing`)."""

    class Origin(models.TextChoices):
        REAL = "real", "本机关"
        SAMPLE = "sample", "示例"
        SANDBOX = "sandbox", "沙箱"
        IMPORT = "import", "导入"

    uid = models.CharField(max_length=40, unique=True)
    number = models.CharField(max_length=60, unique=True)
    procedure = models.CharField(max_length=60)
    declaration = models.ForeignKey(DeclarationText, models.PROTECT, db_column="declaration")
    origin = models.CharField(max_length=10, choices=Origin.choices)
    unit = models.CharField(max_length=60)
    handler = models.CharField(max_length=40, default="")
    level = models.SmallIntegerField(default=1)
    heading = models.CharField(max_length=200, default="")
    stage = models.CharField(max_length=60)
    outcome = models.CharField(max_length=60, null=True)
    opened = models.DateField()
    closed = models.DateField(null=True)
    next_due = models.DateField(null=True)
    sweep_on = models.DateField(null=True)
    version = models.IntegerField()
    head = models.BinaryField()
    standing = models.TextField()
    code = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["procedure", "opened", "id"], name="case_by_opened"),
            models.Index(fields=["procedure", "closed"], name="case_by_closed", condition=CLOSED),
            models.Index(fields=["unit", "-id"], name="case_by_unit"),
            models.Index(fields=["next_due", "id"], name="case_by_due", condition=models.Q(next_due__isnull=False)),
            models.Index(fields=["sweep_on"], name="case_by_sweep", condition=models.Q(sweep_on__isnull=False)),
            # For lists, by every way in which one may see cases (`seek`); the last day that never comes stands for none.
            models.Index(fields=["handler", "-id"], name="case_by_handler"),
            models.Index(fields=["procedure", "-id"], name="case_by_procedure"),
            models.Index(fields=["unit", "stage", "-id"], name="case_by_unit_stage"),
            models.Index(fields=["procedure", "stage", "-id"], name="case_by_stage"),
            models.Index("unit", "stage", DUE, "id", name="case_by_unit_stage_due"),
            models.Index("procedure", "stage", DUE, "id", name="case_by_stage_due"),
            models.Index(fields=["handler", "stage", "-id"], name="case_by_handler_stage"),
            models.Index(fields=["level", "stage"], name="case_by_level_stage"),
            models.Index("procedure", DUE, "id", name="case_by_procedure_due"),
            models.Index("handler", DUE, "id", name="case_by_handler_due"),
            models.Index("unit", DUE, "id", name="case_by_unit_due"),
            models.Index(fields=["unit", "-id"], name="case_open_by_unit", condition=OPEN),
            models.Index(fields=["procedure", "-id"], name="case_open", condition=OPEN),
            models.Index("handler", "stage", DUE, "id", name="case_by_handler_stage_due"),
            models.Index(fields=["handler", "-id"], name="case_open_by_handler", condition=OPEN),
            models.Index("level", DUE, name="case_by_level_due"),
        ]

    def __str__(self) -> str:
        return self.number


class Entry(models.Model):
    """One act, as it stands in the record: `record` are the canonical bytes that `hash` is of. Never changed, never deleted."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    seq = models.IntegerField()
    act = models.CharField(max_length=80)
    day = models.DateField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    record = models.BinaryField()
    hash = models.BinaryField()
    idem = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="entry_in_order")]


class Subject(models.Model):
    """A person whose data a case holds: the key of those data, wrapped under the office's master key. Erasure destroys it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="subjects")
    party = models.CharField(max_length=60)
    wrapped_key = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "party"], name="subject_once")]


class Lookup(models.Model):
    """Exact look-up of personal data by keyed hash, for those who may: an identity number finds its cases, nothing more."""

    token = models.BinaryField()
    kind = models.CharField(max_length=20)
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="lookups")

    class Meta:
        indexes = [models.Index(fields=["token"], name="lookup_token")]


class Part(models.Model):
    """One part of an entry's content; personal parts are encrypted under their subject's key."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="parts")
    name = models.CharField(max_length=80)
    salt = models.BinaryField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="part_once")]


class Run(models.Model):
    """One clock of one case, for figures and the sweep."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="runs")
    key = models.CharField(max_length=80)
    clock = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    started = models.DateField()
    due = models.DateField(null=True)
    ended = models.DateField(null=True)
    moot = models.BooleanField()
    late = models.BooleanField()
    provisional = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="run_once")]
        indexes = [models.Index(fields=["clock", "due"], name="run_by_due")]


class Task(models.Model):
    """Something that a case asks of a role now. Done tasks are not kept here: the entries say what was done."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks")
    key = models.CharField(max_length=80)
    role = models.CharField(max_length=40)
    unit = models.CharField(max_length=60)
    due = models.DateField(null=True)
    since = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="task_once")]
        indexes = [
            models.Index("role", "unit", Coalesce("due", models.Value(date.max)), "id", name="task_by_day"),
            models.Index("role", Coalesce("due", models.Value(date.max)), "id", name="task_by_role_day"),
        ]


class Measure(models.Model):
    """A measured field of a case, typed: figures count it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="measures")
    name = models.CharField(max_length=60)
    text = models.CharField(max_length=500, null=True)
    number = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="measure_once")]
        indexes = [models.Index(fields=["name", "text"], name="measure_by_text")]


class Counter(models.Model):
    """The last number drawn of a series (register, origin and year). Drawn last in the registering transaction, so it has no gaps."""

    series = models.CharField(max_length=80, primary_key=True)
    last = models.IntegerField()


class Waiting(models.Model):
    """Entries that the sequencer has not yet put into the log; written with the entry, removed with the leaf."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)


class Leaf(models.Model):
    """The log: the n-th leaf is the hash of this entry."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT)


class Node(models.Model):
    """Hashes of complete sub-trees of the log (RFC 9162): level 0 are the leaves."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="node_once")]


class Checkpoint(models.Model):
    """A signed head of the log."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    made_at = models.DateTimeField()


class Outbox(models.Model):
    """What is to follow after a commit: drained by workers, at least once. `dead` ones wait for a person."""

    kind = models.CharField(max_length=40)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True)
    payload = models.TextField(default="{}")
    not_before = models.DateTimeField()
    attempts = models.SmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    dead = models.BooleanField(default=False)
    error = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before"], name="outbox_open", condition=models.Q(done_at__isnull=True, dead=False)
            )
        ]


class Material(models.Model):
    """A file of a case, by its SHA-256; the bytes lie in the content-addressed store."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="materials")
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="materials")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="material_sha")]
        constraints = [models.UniqueConstraint(fields=["entry", "kind", "title"], name="material_once")]
