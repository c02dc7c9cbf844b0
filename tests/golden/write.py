"""Writes the golden files: what PyTorch computes, kept so that the tests need no torch.

Run `python tests/golden/write.py` with torch installed. Each `cases_*.py` beside this file has
`cases()`, a mapping of case names to named inputs and outputs (numbers or nested lists).
"""

import importlib.util
import json
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    for recipe in sorted(HERE.glob("cases_*.py")):
        spec = importlib.util.spec_from_file_location(recipe.stem, recipe)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        target = HERE / f"{recipe.stem.removeprefix('cases_')}.json"
        target.write_text(json.dumps(module.cases(), indent=0) + "\n", encoding="utf-8")
        print(f"{target.name}: {len(module.cases())} cases")


if __name__ == "__main__":
    main()
