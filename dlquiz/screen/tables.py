"""Lists of names and numbers, as the listing commands print them."""

from collections.abc import Iterable, Sequence

from rich.table import Table

from dlquiz.screen.prose import visible


def plain_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table without lines; columns of numbers stand to the right."""
    table = Table(box=None, header_style="bold cyan", pad_edge=False, padding=(0, 2, 0, 0))
    cells = [[visible(cell) for cell in row] for row in rows]
    for place, column in enumerate(columns):
        numeric = bool(cells) and all(_is_number(row[place]) for row in cells)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in cells:
        table.add_row(*row)
    return table


def _is_number(cell: str) -> bool:
    return cell.replace(".", "").replace("%", "").replace("–", "").strip().isdigit() or cell == "–"
