"""Kinds of applicants, as the yearly report has them (国办公开办函〔2021〕30号, table 三)."""

KINDS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
