"""A small codebook that uses every part of the format."""

from __future__ import annotations

from textwrap import dedent

STUDY = dedent(
    """\
    codebook: smoking-on-screen
    version: 1.0
    headline: smokes
    licence: CC BY 4.0
    levels: {portrayal: character, general: others}
    variables:
      - key: act
        label: Act of smoking
        level: relationship
        type: multi
        question: >
          What is
          smoked?
        asked_when: role:any
        states_as_values: [cannot-tell]
        tier: core
        codes:
          - key: tobacco
            codes:
              - key: cigarette
                definition: Lit or not.
                examples: [a Gauloise, 1:30]
                properties: {class: harm, severity: 3, standards: [WHO 6, WHO 8]}
              - {key: cigar-or-pipe, active: no}
          - key: vape
            assignable: yes
            codes: [{key: e-cigarette}]
      - key: minutes
        level: title
        type: number
        min: 0
        max: 2.5e2
        unit: minute
        tolerance: 0.5
        rollup: mean
      - {key: on-poster, level: title, type: boolean}
    derived:
      - key: smokes
        level: relationship
        type: boolean
        rules: [{when: "act.class:harm", then: yes}, {when: "act:vape", then: undetermined}]
        otherwise: no
    """
)
