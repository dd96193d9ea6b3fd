"""Why an act was not done: what was refused, by which article, what to do now. Faces show these as they are."""

from __future__ import annotations

from collections.abc import Mapping

from fadu.policy import Permission
from fadu.procedure.say import Say, say
from fadu.procedure.verdicts import Verdict


class ActError(Exception):
    """An act that was not done. `reason` and `remedy` are sentences for people, `basis` citation keys."""

    status = 400

    def __init__(self, reason: Say, remedy: Say = Say(""), basis: tuple[str, ...] = ()) -> None:
        self.reason, self.remedy, self.basis = reason, remedy, basis
        super().__init__(f"{reason}。{remedy}" if remedy else f"{reason}。")


class NoSuchCase(ActError):
    """There is no such case, or the actor must not know of it: the two are not told apart."""

    status = 404

    def __init__(self) -> None:
        super().__init__(say("没有这件案卷"), say("核对编号；无权查看的案卷同样如此显示。"))


class NotPermitted(ActError):
    """The policy says no."""

    status = 403

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        super().__init__(permission.reason, permission.remedy)


class Forbidden(ActError):
    """The law says no, for the case as it stands."""

    status = 409

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(verdict.reason, verdict.remedy, verdict.basis)


class Invalid(ActError):
    """What was filled in can't stand; `errors` has a sentence for each field. Nothing was lost: the caller still has the data."""

    status = 422

    def __init__(self, errors: Mapping[str, Say]) -> None:
        self.errors = dict(errors)
        lines = "；".join(f"{name}：{error}" for name, error in errors.items())
        super().__init__(
            say("有 {n} 处填写不符合要求（{lines}）", n=len(errors), lines=lines), say("改正后重新提交。")
        )


class Overtaken(ActError):
    """Somebody did something to the case meanwhile, so that the act no longer means what it meant."""

    status = 409

    def __init__(self, acts: list[str]) -> None:
        super().__init__(
            say("在您办理期间，此案卷已有新的行为：{acts}", acts=acts), say("刷新后查看最新情况，再决定如何办理。")
        )
