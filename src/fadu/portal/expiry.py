"""The worker's part of the public site: drafts whose time is over are deleted."""

from fadu.portal.drafts import expire
from fadu.post.worker import STEPS

STEPS["过期草稿"] = lambda _: expire()
