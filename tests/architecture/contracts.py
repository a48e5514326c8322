"""An import contract of our own: a room is reached only through its public modules."""

from __future__ import annotations

from importlinter import Contract, ContractCheck, fields, output


class PublicSurface(Contract):
    """Names who reaches into a room behind its public modules; type-checking imports are free."""

    root = fields.StringField()
    public = fields.SetField(subfield=fields.StringField())
    exempt = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph, verbose):  # noqa: ARG002 - the linter's signature
        trespasses = [
            (importer, imported)
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._trespasses(importer, imported)
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check):
        for importer, imported in check.metadata["trespasses"]:
            output.print_error(f"{importer} reaches into {imported}", bold=False)

    def _trespasses(self, importer, imported):
        here, there = self._place(importer), self._place(imported)
        if not (here and there) or here[0] == there[0]:
            return False
        if {here[0], there[0]} & set(self.exempt or ()):
            return False
        return there[1] not in self.public

    def _place(self, module):
        root, *rest = module.split(".")
        if root != self.root or not rest:
            return None
        return rest[0], rest[1] if len(rest) > 1 else None
