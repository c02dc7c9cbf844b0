"""A card of every kind to begin with: right as it stands, and its comments say what a field takes.

`ID` stands for the card's id. What a comment explains is not repeated in a later kind's text.
"""

EXAMPLES = {
    "recall": """\
- id: ID
  # The id is permanent: the card's history hangs on it.
  kind: recall            # answered aloud, then rated
  level: 2                # 1, 2 or 3
  ask: Why may you subtract the maximum from the logits before taking exponents?
  answer: >-              # what a strong candidate says in half a minute
    Numerator and denominator are both multiplied by $e^{-c}$, so the ratio stays the same, and
    the largest exponent becomes zero, so nothing overflows.
  points:                 # what an interviewer listens for; ticked by the candidate
    - the common factor cancels
    - say: nothing overflows
      words: [overflow, inf, "709"]     # signs that a typed answer said it
  given:                  # fresh values for the proof
    x: integers(5, -3, 6)
  proof: allclose(softmax(x - 1000), softmax(x))     # must come out true
  formula: \\frac{e^{x_i - c}}{\\sum_j e^{x_j - c}} = \\frac{e^{x_i}}{\\sum_j e^{x_j}}
  reference: softmax      # its source is shown by s
  hint: What happens to a common factor of a fraction?
""",
    "choice": """\
- id: ID
  # The id is permanent: the card's history hangs on it.
  kind: choice            # two to six options, one right unless several say so
  level: 1                # 1, 2 or 3
  ask: All logits grow by the same constant. What happens to the softmax probabilities?
  choices:
    - text: They stay as they are
      right: true
    - text: They move closer to uniform
      why: That is what dividing the logits by a temperature above 1 does.     # why it is wrong
    - text: They grow by the same factor
      why: They sum to 1, so they cannot all grow.
  explain: The constant is a common factor of numerator and denominator, and cancels.
  given:                  # fresh values for the proof
    x: integers(5, -3, 6)
  proof: allclose(softmax(x + 7), softmax(x))     # must come out true
  reference: softmax      # its source is shown by s
""",
    "numeric": """\
- id: ID
  # The id is permanent: the card's history hangs on it.
  kind: numeric           # the answer is computed, with fresh values every time
  level: 1                # 1, 2 or 3
  ask: "The logits are {x} and the temperature is {T}. How likely is index {k}?"
  given:                  # or number, numbers, distinct, probabilities: see the README
    x: integers(3, -2, 2)
    T: pick(0.5, 1, 2)
    k: index(x)
  answer: softmax(x / T)[k]     # over the values and the functions of the reference
  tolerance: 0.01         # a distance, or a share such as 1%
  explain: Divide the logits by the temperature, then take softmax.
  formula: p_i = \\frac{e^{x_i / T}}{\\sum_j e^{x_j / T}}
  reference: softmax      # its source is shown by s
  demo:                   # shown by d, with these values
    name: softmax
    with:
      x: x
      temperature: T
""",
    "claim": """\
- id: ID
  # The id is permanent: the card's history hangs on it.
  kind: claim             # true or false?
  level: 1                # 1, 2 or 3
  claim: Computing exp(x) / sum(exp(x)) is safe in float64.
  truth: false
  answer: "exp overflows above 709.78, and the ratio becomes nan. Subtract the maximum first."
  proof: any(isnan(softmax_naive([1000, 1001])))     # must come out true, and proves the answer
  reference: softmax_naive      # its source is shown by s
""",
    "complete": """\
- id: ID
  # The id is permanent: the card's history hangs on it.
  kind: complete          # a formula with a hole
  level: 1                # 1, 2 or 3
  ask: What turns the exponents of the logits into probabilities?
  formula: p_i = \\frac{e^{x_i}}{\\hole}
  given:                  # fresh values to tell the fillings apart
    x: distinct(4, 1, 6)
  code: exp(x[0]) / hole  # the formula, with the name hole
  answer: softmax(x)[0]   # only the right filling makes the code come to this
  fillings:
    - tex: \\sum_j e^{x_j}
      code: sum(exp(x))
      right: true
    - tex: e^{\\sum_j x_j}
      code: exp(sum(x))
      why: The exponent of a sum is the product of the exponents.
    - tex: \\max_j e^{x_j}
      code: max(exp(x))
      why: Then the largest probability would always be 1.
  reference: softmax      # its source is shown by s
""",
    "bug": """\
- id: ID
  # The id is permanent: the card's history hangs on it.
  kind: bug               # a training loop with one fault beside a healthy one
  level: 1                # 1, 2 or 3
  ask: The loss of this loop goes up and down and never settles. What is wrong?
  fault: gradients-not-zeroed     # dlquiz demo faulty-training --help lists them
  choices:
    - text: The gradients are not set to zero before they are summed
      right: true
    - text: The learning rate is a hundred times too high
      why: The healthy loop runs with the same one.
    - text: The batches are not shuffled
      why: They are, in every epoch.
  explain: Every step follows the sum of all gradients so far, which acts like momentum without end.
  reference: sgd          # its source is shown by s
""",
    "trace": """\
- id: ID
  # The id is permanent: the card's history hangs on it.
  kind: trace             # the first steps of a demo: what comes next?
  level: 2                # 1, 2 or 3
  ask: Each row shows x and its gradient before the step. To which x does the second step lead?
  given:                  # fresh values for the demo
    start: pick([4, 0], [-4, 0], [5, 0])
    lr: pick(0.1, 0.2)
  demo:
    name: sgd
    with:
      surface: bowl
      start: start
      lr: lr
      steps: 4
  show:                   # the columns, each with the path of a value in a frame of --json
    step: step
    x: params.0
    gradient: grad.0
  frames: 2               # how many steps are shown
  next: params.0          # the value to predict in the step after
  tolerance: 0.02         # a distance, or a share such as 1%
  explain: The first two rows give the learning rate; the same rate leads on from the second.
  reference: sgd          # its source is shown by s
""",
    "code": """\
- id: ID
  # The id is permanent: the card's history hangs on it.
  kind: code              # a function to write, checked against the reference
  level: 1                # 1, 2 or 3
  ask: Write ReLU for an array of any shape.
  function: relu          # the function of dlquiz.reference that answers are compared with
  shapes: x of any shape -> that shape
  given:                  # fresh values to call it with
    x: numbers([2, 3], -3, 3, 0.5)
  arguments: [x]
  edges:                  # further calls: empty, one element, huge
    - ["zeros([0, 3])"]
    - ["[-1000, 1000]"]
  hints:
    - It is the larger of two numbers.
    - np.maximum works element by element.
  mistakes:               # at least three wrong solutions, and the property each fails
    - code: |
        import numpy as np
        def relu(x):
            return np.minimum(x, 0)
      fails: values
    - code: |
        import numpy as np
        def relu(x):
            return np.abs(x)
      fails: values
    - code: |
        def relu(x):
            x[x < 0] = 0
            return x
      fails: mutation
""",
}
