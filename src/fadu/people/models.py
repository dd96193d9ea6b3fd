"""The office as it stands on a day: a tree of units, the posts in them, who holds a post and who stands in.

Appointments and deputies are dated, never overwritten: who might do what on a past day stays answerable.
"""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Clearance(models.IntegerChoices):
    """How sensitive a record a person may read; a non-classified system knows no higher level."""

    PUBLIC = 0, _("公开")
    INTERNAL = 1, _("内部")
    WORK_SECRET = 2, _("工作秘密")


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, name: str, password: str | None = None, **fields: Any) -> "Person":
        """A new person; without a password nobody can log in as them.

        Raises ValueError when the log-in name or the name is empty.
        """
        if not username or not name:
            raise ValueError("A person needs a log-in name (username) and a name (姓名).")
        person = self.model(username=username, name=name, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A member of the office. The log-in name signs every act in the record, so it is never changed or reused."""

    username = models.CharField(
        _("用户名"),
        max_length=64,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9._-]*$", _("用户名以小写字母开头，只含小写字母、数字和 . _ -。"))],
    )
    name = models.CharField(_("姓名"), max_length=64)
    clearance = models.PositiveSmallIntegerField(_("知悉范围"), choices=Clearance, default=Clearance.INTERNAL)
    is_active = models.BooleanField(_("在用"), default=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValueError when the log-in name of a person already kept would change."""
        fields = kwargs.get("update_fields")
        if self.pk and (fields is None or "username" in fields):
            kept = Person.objects.filter(pk=self.pk).values_list("username", flat=True).first()
            if kept not in (None, self.username):
                raise ValueError(
                    f"«{kept}» cannot become «{self.username}»: acts in the record are signed with the log-in name. "
                    "Take this person out of use and create another."
                )
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name


class UnitManager(models.Manager["Unit"]):
    def office(self) -> "Unit | None":
        """The office itself: the unit with no unit above it. None before the office has been set up."""
        return self.filter(parent=None, closed=False).order_by("id").first()


class Unit(models.Model):
    """A part of the office: the office itself (no parent), a division (处室) or a district."""

    key = models.SlugField(_("代码"), max_length=64, unique=True)
    name = models.CharField(_("名称"), max_length=128)
    english = models.CharField(_("英文名称"), max_length=255, blank=True)
    short = models.CharField(_("简称"), max_length=16, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    closed = models.BooleanField(_("已撤销"), default=False, help_text=_("撤销的机构保留在册，不再安排新的职务。"))

    objects: ClassVar[UnitManager] = UnitManager()

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A role in a unit, e.g. 承办人 of 秘书处. `role` is the key that procedures name."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("机构"))
    role = models.SlugField(_("角色"), max_length=64)
    title = models.CharField(_("职务名称"), max_length=64)
    english = models.CharField(_("英文名称"), max_length=128, blank=True)
    needs_totp = models.BooleanField(
        _("须两步登录"), default=False, help_text=_("正式运行时，任此职务的人须用动态验证码登录。")
    )

    class Meta:
        verbose_name = _("职务")
        verbose_name_plural = _("职务")
        ordering = ["unit_id", "role"]
        constraints = [models.UniqueConstraint(fields=["unit", "role"], name="people_post_once_per_unit")]

    def __str__(self) -> str:
        return f"{self.unit}{self.title}"


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> Self:
        """Those in force on `day`; both ends are included, no end means open."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Appointment(models.Model):
    """A person holds a post from `since` to `until`, both days included."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name=_("人员"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments", verbose_name=_("职务"))
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "post", "since"], name="people_appointment_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="people_appointment_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post}"


class Deputy(models.Model):
    """`person` stands in for `absent` (委托代行), both days included; the act is signed by both names."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="standing_in", verbose_name=_("代行人"))
    absent = models.ForeignKey(Person, models.PROTECT, related_name="deputies", verbose_name=_("被代行人"))
    since = models.DateField(_("自"))
    until = models.DateField(_("至"))
    reason = models.CharField(_("事由"), max_length=255)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("安排人"))
    set_at = models.DateTimeField(_("安排时间"), auto_now_add=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("代行")
        verbose_name_plural = _("代行")
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("absent")), name="people_deputy_not_oneself"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="people_deputy_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.person} 代 {self.absent}"


class LoginEvent(models.Model):
    """What happened at the door. Rows are never deleted: 网络安全法第二十一条 asks for six months at least.

    `key` is a keyed hash of the typed log-in name, so that a password typed into the wrong box is not kept readable.
    """

    class Kind(models.TextChoices):
        LOGIN = "login", _("登录")
        FAILED = "failed", _("口令错误")
        CODE_FAILED = "code_failed", _("验证码错误")
        REFUSED = "refused", _("锁定期内拒绝")
        LOGOUT = "logout", _("退出")

    at = models.DateTimeField(_("时间"), auto_now_add=True)
    kind = models.CharField(_("事件"), max_length=16, choices=Kind)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="login_events", verbose_name=_("人员")
    )
    key = models.CharField(max_length=64)
    address = models.GenericIPAddressField(_("地址"), null=True, blank=True)
    agent = models.CharField(_("浏览器"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("登录记录")
        verbose_name_plural = _("登录记录")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["key", "at"], name="people_login_by_key")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_kind_display()}"
