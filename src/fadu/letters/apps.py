from importlib import import_module

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "fadu.letters"
    label = "letters"
    verbose_name = "文书"

    def ready(self) -> None:
        """Stand before acts that rest on a version of a letter; models are there only now."""
        gates = import_module("fadu.cases.gates").GATES
        hold = import_module("fadu.letters.agreeing").hold
        for each in (hold, import_module("fadu.letters.sealing.applying").hold):
            if each not in gates:
                gates.append(each)
