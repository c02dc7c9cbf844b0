"""The arguments that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

from dlquiz.cli.completion import card_ids, topic_list, topics

CardId = Annotated[
    str,
    typer.Argument(
        help="The id of a card (dlquiz cards list shows them).", autocompletion=card_ids
    ),
]
Topics = Annotated[
    list[str] | None, typer.Argument(help="Only these topics.", autocompletion=topics)
]
TopicList = Annotated[
    str | None,
    typer.Option("--topics", help="Only these topics: adam,softmax.", autocompletion=topic_list),
]
ExtraCards = Annotated[Path | None, typer.Option("--cards", help="Add a directory of cards.")]
