"""How a template of the user's own is compiled: so that its environment counts each loop, text and list."""

# ruff: noqa: N802 # Jinja calls them by these names

from __future__ import annotations

from typing import cast

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame


class BoundedCode(CodeGenerator):
    """Compiles a template so that its environment counts each loop, text and list before it is made."""

    def _asked(self, name: str, *args: nodes.Expr) -> nodes.Call:
        """Returns a call of a method of the environment."""
        return nodes.Call(nodes.EnvironmentAttribute(name), list(args), [], None, None)

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        """A loop over what the environment counts."""
        node.iter = self._asked("looped", cast(nodes.Expr, node.iter))
        super().visit_For(node, frame)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """Text of the template itself, counted before it is printed."""
        size = sum(len(one.data) for one in node.nodes if isinstance(one, nodes.TemplateData))
        self.writeline(f"environment.shown(context, {size})", node)
        super().visit_Output(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """Texts joined by the environment."""
        self.visit(self._asked("joined", *node.nodes), frame)

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:
        """Values compared after both are counted."""
        node.expr = self._asked("weighed", node.expr)
        for operand in node.ops:
            operand.expr = self._asked("weighed", operand.expr)
        super().visit_Compare(node, frame)

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        """What a part is taken of, counted."""
        node.node = self._asked("weighed", node.node)
        super().visit_Getitem(node, frame)

    def visit_List(self, node: nodes.List, frame: Frame) -> None:
        """A list, counted with all that is in it."""
        self.write("environment.weighed(context, ")
        super().visit_List(node, frame)
        self.write(")")

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:
        """Several values, counted; not several names that a loop fills."""
        if node.ctx != "load":
            super().visit_Tuple(node, frame)
            return
        self.write("environment.weighed(context, ")
        super().visit_Tuple(node, frame)
        self.write(")")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:
        """A mapping, counted with all that is in it."""
        self.write("environment.weighed(context, ")
        super().visit_Dict(node, frame)
        self.write(")")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        """Another template, counted before it is placed."""
        self.writeline("environment.placed(context)", node)
        super().visit_Include(node, frame)

    def visit_Import(self, node: nodes.Import, frame: Frame) -> None:
        """Another template, counted before it is imported."""
        self.writeline("environment.placed(context)", node)
        super().visit_Import(node, frame)

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:
        """Another template, counted before names of it are imported."""
        self.writeline("environment.placed(context)", node)
        super().visit_FromImport(node, frame)
