"""The sample office: 示例市人民政府外事办公室. City, districts, people and numbers are invented."""

from fadu.procedure import Office, PersonSpec, PostSpec, UnitSpec

WAIBAN = Office(
    key="waiban",
    name="示例市人民政府外事办公室",
    english="Foreign Affairs Office of Shili Municipal People's Government",
    short="示外办",
    units=(
        UnitSpec("secretariat", "秘书处", "Secretariat"),
        UnitSpec("legal", "法规处", "Legal Affairs Division"),
        UnitSpec("trips", "出国管理处", "Official Trips Division"),
        UnitSpec("consular", "领事处", "Consular Division"),
        UnitSpec("language", "语言环境处", "Language Environment Division"),
        UnitSpec("donghe", "东河区外事办", "Donghe District Office"),
        UnitSpec("xiling", "西岭区外事办", "Xiling District Office"),
    ),
    posts=(
        PostSpec("handler", "承办人", "Handler"),
        PostSpec("unit_head", "处室负责人", "Head of division", needs_totp=True),
        PostSpec("disclosure_head", "政府信息公开工作机构负责人", "Head of the disclosure unit", needs_totp=True),
        PostSpec("legal_reviewer", "合法性审核人", "Legality reviewer"),
        PostSpec("service_supervisor", "政务服务评价监督人", "Supervisor of service evaluation"),
        PostSpec("seal_keeper", "监印人", "Keeper of the seal"),
        PostSpec("auditor", "审计员", "Auditor", needs_totp=True),
    ),
    people=(
        PersonSpec("李芳", "lifang", ("handler@secretariat",)),
        PersonSpec("王强", "wangqiang", ("unit_head@secretariat", "disclosure_head@secretariat")),
        PersonSpec("孙丽", "sunli", ("seal_keeper@secretariat",)),
        PersonSpec("周明", "zhouming", ("legal_reviewer@legal", "service_supervisor@legal")),
        PersonSpec("赵敏", "zhaomin", ("handler@consular",)),
        PersonSpec("陈静", "chenjing", ("auditor@legal",)),
    ),
)
