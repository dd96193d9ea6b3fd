"""What lies beside the database and must fit it: the keys, and the files that cases name. A database alone is not the office."""

from __future__ import annotations

from collections.abc import Iterator

from fadu.cases import files, keys
from fadu.cases.models import Case, Checkpoint, Material, Subject
from fadu.evidence import checkpoint, secrets
from fadu.ports import FileLost


def faulty_keys() -> str:
    """Why the keys here are not those of this database; "" if they are, or there is nothing yet that they must fit.

    A key that is missing is not made anew: with another one what is there would stay shut, and what follows would be locked differently.
    """
    subject = Subject.objects.exclude(wrapped_key=None).select_related("case").order_by("-id").first()
    if subject is not None:
        if not (keys.folder() / keys.MASTER).exists():
            return f"主密钥 {keys.folder() / keys.MASTER} 不在，个人信息打不开"
        try:
            secrets.unwrap(keys.master(), bytes(subject.wrapped_key or b""), f"{subject.case.uid}:{subject.party}")
        except (secrets.SecretError, ValueError):
            return "主密钥不是本机关的，个人信息打不开"
    head = Checkpoint.objects.order_by("-size").first()
    if head is None:
        return ""
    if not (keys.folder() / keys.SIGNING).exists():
        return f"签名密钥 {keys.folder() / keys.SIGNING} 不在，记录不能继续签名"
    try:
        checkpoint.verify(head.note, keys.signing().public_key())
    except checkpoint.CheckpointError:
        return "签名密钥与最近的存证点不符"
    return ""


def lost_files() -> Iterator[str]:
    """Every file that a case names and that is not there, or not as it was: its case and title."""
    seen: dict[str, bool] = {}
    rows = Material.objects.order_by("id").values_list("sha256", "title", "case_id")
    for sha, title, case_id in rows.iterator():
        if sha not in seen:
            seen[sha] = _kept(sha)
        if not seen[sha]:
            yield f"{Case.objects.values_list('number', flat=True).get(pk=case_id)}：{title}"


def _kept(sha: str) -> bool:
    try:
        files.open_stored(sha).close()
    except (FileLost, OSError, ValueError):
        return False
    return True
