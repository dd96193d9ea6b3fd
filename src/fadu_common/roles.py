"""Posts that the common duties know beside the engine's own."""

from fadu.procedure import Role

REVIEWER = Role("legal_reviewer", "合法性审核人")
DISCLOSURE_HEAD = Role("disclosure_head", "政府信息公开工作机构负责人")
SERVICE_SUPERVISOR = Role("service_supervisor", "政务服务评价监督人")
OTHER_ORGAN = Role("other_organ", "其他机关")
