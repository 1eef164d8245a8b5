"""Every kind of damage that a check promises to see, as statements, and how it is told."""

from __future__ import annotations

RAFI = "prime/lisa-metzger/rafi"

#: What the statements below call the rows they damage.
IDS = {
    "rafi": "(SELECT unit_id FROM unit WHERE key = 'prime/lisa-metzger/rafi')",
    "act": "(SELECT variable_id FROM variable WHERE key = 'act')",
    "bob": "(SELECT coder_id FROM coder WHERE key = 'bob')",
    "flirting": "(SELECT code_id FROM code WHERE key = 'flirting')",
    "said_by_ana": "(SELECT answer_id FROM annotation WHERE unit_id = "
    "(SELECT unit_id FROM unit WHERE key = 'prime/lisa-metzger/rafi') AND coder_id = 1)",
    "said_by_bob": "(SELECT answer_id FROM annotation WHERE unit_id = "
    "(SELECT unit_id FROM unit WHERE key = 'prime/lisa-metzger/rafi') AND coder_id = "
    "(SELECT coder_id FROM coder WHERE key = 'bob'))",
    "gift": "(SELECT code_id FROM code WHERE key = 'gift')",
    "kiss": "(SELECT code_id FROM code WHERE key = 'kiss')",
    "romantic": "(SELECT code_id FROM code WHERE key = 'romantic')",
    "of_harm": "(SELECT code_id FROM code WHERE key = 'class:harm')",
}

BY_ANA = f"annotations: {RAFI}: act by ana in main"

_HANDED_OUT = (
    "INSERT INTO handout (handout_id, wave_id, coder_id, codebook_id, sha256, change_id) "
    "SELECT 1, wave_id, {{bob}}, codebook_id, '{digest}', 1 FROM wave WHERE key = 'main'"
)
#: Beneath a portrayal.
_PROPOSED = (
    "INSERT INTO proposal (uuid, handout_id, level, above_unit_id, name, answers, decision, "
    "change_id) SELECT 'p-1', 1, '{level}', parent_id, 'Sam', '{answers}', 'pending', 1 "
    "FROM unit WHERE unit_id = {{rafi}}"
)

#: The one row that change 2 keeps becomes that of an annotation.
AN_IMAGE = """UPDATE change_row SET table_name = 'annotation', (row_key, before) = (SELECT
json_array(variable_id, unit_id, coder_id, wave_id), json_object('variable_id', variable_id,
'unit_id', unit_id, 'coder_id', coder_id, 'wave_id', wave_id, 'answer', '{answer}', 'change_id',
{change}) FROM annotation WHERE unit_id = {{rafi}} AND coder_id = 1) WHERE change_id = 2"""

#: What is done to a study, and how the line about it begins.
DAMAGE: tuple[tuple[list[str], str], ...] = (
    # The file
    (
        ["UPDATE title SET kind = 'opera' WHERE title_id = 1"],
        "file: CHECK constraint failed in title",
    ),
    # References
    (
        ["DELETE FROM change WHERE change_id = 1"],
        "references: coder: 1 row refers by change_id to a missing change",
    ),
    (
        ["UPDATE unit SET change_id = 999 WHERE key = 'prime'"],
        "references: unit: 1 row refers by change_id to a missing change (prime)",
    ),
    (
        ["UPDATE annotation SET change_id = 999 WHERE unit_id = {rafi}"],
        f"references: annotation: 2 rows refer by change_id to a missing change ({RAFI})",
    ),
    (
        ["DELETE FROM source"],
        "references: claim: 2 rows refer by source_id to a missing source "
        "(prime/lisa-metzger/rafi)",
    ),
    # Units
    (
        ["DELETE FROM title WHERE title_id = (SELECT unit_id FROM unit WHERE key = 'prime')"],
        "units: prime is a title without a row in `title`",
    ),
    (
        ["DELETE FROM episode WHERE number = 1"],
        "units: shrinking/s01e01 is an episode without a row in `episode`",
    ),
    (
        [
            "UPDATE unit SET parent_id = (SELECT unit_id FROM unit WHERE key = 'shrinking') "
            "WHERE key = 'shrinking/jimmy-laird/general'"
        ],
        "units: shrinking/jimmy-laird/general is under a unit of the wrong level",
    ),
    (
        [
            "UPDATE unit SET title_id = (SELECT unit_id FROM unit WHERE key = 'shrinking') "
            "WHERE unit_id = {rafi}"
        ],
        f"units: {RAFI} is under a unit of another title",
    ),
    (
        ["UPDATE unit SET key = 'primo' WHERE key = 'prime'"],
        "units: prime/lisa-metzger has a key that is not the key above it",
    ),
    (
        [
            "INSERT INTO unit (uuid, key, level_id, title_id, parent_id, name, change_id) "
            "SELECT 'x', 'prime/rafi', 3, title_id, title_id, 'Rafi', 1 FROM unit "
            "WHERE unit_id = {rafi}",
            "UPDATE unit SET parent_id = (SELECT unit_id FROM unit WHERE key = 'prime/rafi') "
            "WHERE unit_id = {rafi}",
        ],
        f"units: {RAFI} has a key that is not the key above it",
    ),
    (
        ["UPDATE episode SET number = 7 WHERE number = 1"],
        "units: shrinking/s01e01 has the number of another episode, S01E07",
    ),
    (
        ["UPDATE title SET screened = 'none'"],
        "units: prime is screened none, but has portrayals; to screen it again: ",
    ),
    (
        ["UPDATE viewing SET title_id = (SELECT unit_id FROM unit WHERE key = 'prime')"],
        "units: prime was seen in an episode of another title",
    ),
    (
        ["UPDATE level SET key = 'person' WHERE key = 'portrayal'"],
        "units: the level of portrayals is not as portrayals creates it",
    ),
    # Names
    (
        ["DELETE FROM unit_name WHERE kind = 'performer'"],
        'names: prime/lisa-metzger: search does not have its performer "Meryl Streep"',
    ),
    (
        ["UPDATE unit SET name = 'Prima' WHERE key = 'prime'"],
        'names: prime: search still has its name "Prime"',
    ),
    (
        ["UPDATE title SET synopsis = 'Else.' WHERE synopsis = 'About Prime.'"],
        'names: prime: search does not have its synopsis "Else."',
    ),
    (
        ["UPDATE unit_name SET folded = 'GRIEF' WHERE kind = 'alias'"],
        'names: shrinking: "Grief" is not folded as it is for search',
    ),
    (
        ["UPDATE unit_role SET folded = 'Lead' WHERE role = 'lead'"],
        'names: prime/lisa-metzger: "lead" is not folded as it is for search',
    ),
    (
        ["UPDATE title_term SET folded = 'dramas' WHERE value = 'drama'"],
        'names: prime: "drama" is not folded as it is for search',
    ),
    (
        ["UPDATE identifier SET value = '0387514'"],
        'names: prime: "imdb:0387514" is not an identifier',
    ),
    # The index of words
    (
        [
            "INSERT INTO unit_search(unit_search, rowid, folded) "
            "SELECT 'delete', unit_name_id, folded FROM unit_name WHERE name = 'Rafi'"
        ],
        f'search: {RAFI}: search does not find it by "rafi"',
    ),
    (
        [
            "INSERT INTO unit_search(rowid, folded) "
            "SELECT unit_name_id, 'ghost' FROM unit_name WHERE name = 'Grief'"
        ],
        'search: shrinking: search still finds it by "ghost"',
    ),
    (
        ["INSERT INTO unit_search(rowid, folded) VALUES (9999, 'ghost')"],
        'search: a deleted name: search still finds it by "ghost"',
    ),
    # Annotations
    (
        ["DELETE FROM answer_code WHERE answer_id = {said_by_bob}"],
        f"annotations: {RAFI}: act by bob in main is coded, but has no code",
    ),
    (
        ["UPDATE answer SET state = 1 WHERE answer_id = {said_by_ana}"],
        f"{BY_ANA} has codes, but is not coded",
    ),
    (
        ["UPDATE answer SET number = 1 WHERE answer_id = {said_by_ana}"],
        f"{BY_ANA} has a single value, but takes a set of codes",
    ),
    (
        [
            "INSERT INTO answer_code SELECT variable_id, answer_id, code_id, 0 FROM answer "
            "JOIN code USING (variable_id) WHERE code.key = 'grave' "
            "AND answer_id NOT IN (SELECT answer_id FROM answer_code JOIN code USING (code_id) "
            "WHERE key = 'grave')"
        ],
        "annotations: prime: tone by ana in main has a set of codes, but takes a single value",
    ),
    (
        ["DELETE FROM answer_code"],
        "annotations: prime: tone by ana in main is coded, but has no value of its type",
    ),
    (
        ["UPDATE answer SET number = NULL"],
        "annotations: prime/lisa-metzger: age by ana in main is coded, but has no value of its "
        "type",
    ),
    (
        ["UPDATE annotation SET text = 'old' WHERE text IS NULL"],
        "annotations: prime: tone by ana in main has a value of another type",
    ),
    (
        ["UPDATE annotation SET text = NULL"],
        "annotations: prime/lisa-metzger: remark by ana in main is coded, but has no value of its "
        "type",
    ),
    (
        ["UPDATE answer SET number = 1 WHERE number IS NULL"],
        "annotations: prime: tone by ana in main has a value of another type",
    ),
    (
        ["UPDATE answer SET key = key || '9' WHERE answer_id = {said_by_ana}"],
        "annotations: answer ",
    ),
    (
        ["UPDATE answer_code SET doubtful = 1 - doubtful WHERE answer_id = {said_by_ana}"],
        "annotations: answer ",
    ),
    (
        ["UPDATE answer SET form = key, key = 'a' WHERE answer_id = {said_by_ana}"],
        "annotations: answer ",
    ),
    (
        [
            "UPDATE answer SET state = 1 WHERE variable_id = "
            "(SELECT variable_id FROM variable WHERE key = 'remark')"
        ],
        "annotations: prime/lisa-metzger: remark by ana in main is none, but is not a set of codes",
    ),
    (
        [
            "INSERT INTO answer (variable_id, state, key) SELECT variable_id, 2, "
            "variable_id || '|?' FROM variable WHERE key = 'harm'",
            "INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, "
            "codebook_id, answer_id, basis, change_id) SELECT answer.variable_id, unit_id, "
            "coder_id, wave_id, level_id, codebook_id, answer.answer_id, basis, change_id FROM "
            "annotation JOIN answer ON answer.answer_id = (SELECT max(answer_id) FROM answer) "
            "WHERE unit_id = {rafi}",
        ],
        f"annotations: {RAFI}: harm by ana in main is for a derived variable, which is never coded",
    ),
    (
        [
            "UPDATE answer_code SET code_id = {romantic} WHERE code_id = {flirting}",
            "DELETE FROM evidence",
        ],
        f"{BY_ANA} assigns something that is not an answer in codebook romance 1",
    ),
    (
        ["UPDATE answer_code SET code_id = {of_harm} WHERE code_id = {flirting}"],
        f"{BY_ANA} assigns something that is not an answer in codebook romance 1",
    ),
    (
        ["UPDATE answer SET number = 121 WHERE number IS NOT NULL"],
        "annotations: prime/lisa-metzger: age by ana in main has a number outside the range "
        "of codebook romance 1",
    ),
    (
        ["UPDATE answer SET number = -1 WHERE number IS NOT NULL"],
        "annotations: prime/lisa-metzger: age by ana in main has a number outside the range "
        "of codebook romance 1",
    ),
    (
        ["UPDATE evidence SET code_id = {gift} WHERE quote = 'Oh?'"],
        f"{BY_ANA} has evidence for a code that it does not have",
    ),
    (
        [
            "UPDATE evidence SET episode_id = (SELECT max(episode_id) FROM episode) "
            "WHERE quote = 'Oh?'"
        ],
        f"{BY_ANA} has evidence in an episode of another title",
    ),
    (
        ["UPDATE coder SET kind = 'person'"],
        "annotations: prime: tone by consensus in main is adjudicated, but not by the "
        "consensus coder",
    ),
    (
        ["UPDATE adjudication SET decided_by = coder_id"],
        "annotations: prime: tone by consensus in main was decided by somebody who is not a "
        "person, or with one",
    ),
    # Coders
    (
        ["UPDATE coder SET kind = 'program' WHERE key = 'bob'"],
        "coders: bob is a program without a model",
    ),
    (
        ["UPDATE coder SET kind = 'program', model = 'm', model_version = ' ' WHERE key = 'bob'"],
        "coders: bob is a program without a model version",
    ),
    (
        ["UPDATE coder SET kind = 'compilation' WHERE key = 'bob'"],
        "coders: bob is a compilation without a method",
    ),
    (
        ["UPDATE coder SET method = 'read' WHERE key = 'bob'"],
        "coders: bob is a person, but has a method",
    ),
    (
        [
            "UPDATE coder SET kind = 'program', model = 'm', model_version = '1', "
            "instruction_sha256 = 'abc' WHERE key = 'bob'"
        ],
        'coders: the instruction of bob has the SHA-256 "abc", which is not valid',
    ),
    (
        [
            "UPDATE annotation SET basis = 0 WHERE coder_id = {bob}",
            "UPDATE coder SET kind = 'compilation', method = 'read' WHERE key = 'bob'",
        ],
        f"annotations: {RAFI}: act by bob in main is by a compilation, but its basis is not "
        "documented",
    ),
    # Ballots
    (
        ["UPDATE ballot_node SET votes = votes + 1 WHERE code_id = {gift}"],
        "ballots: 1 ballot is out of step with the annotations; to count the votes again, apply "
        "the current codebook again: portrayals codebook apply FILE",
    ),
    (
        ["UPDATE ballot SET mean = mean + 1e-9"],
        "ballots: 1 ballot is out of step with the annotations; to count the votes again, apply "
        "the current codebook again: portrayals codebook apply FILE",
    ),
    (
        ["UPDATE ballot SET mean = NULL"],
        "ballots: 1 ballot is out of step with the annotations; to count the votes again, apply "
        "the current codebook again: portrayals codebook apply FILE",
    ),
    (
        ["DELETE FROM ballot_node WHERE code_id = {gift}"],
        "ballots: 1 ballot is out of step with the annotations; to count the votes again, apply "
        "the current codebook again: portrayals codebook apply FILE",
    ),
    # Codebooks
    (
        ["UPDATE codebook SET document = document || '# more'"],
        "codebooks: romance 1: its text is not the one applied",
    ),
    (
        ["UPDATE codebook SET document = 'variables: ['"],
        "codebooks: romance 1: its text cannot be read: ",
    ),
    (
        ["DELETE FROM codebook_code WHERE code_id = {gift}"],
        "codebooks: romance 1 has act:gift, but the rows do not",
    ),
    (
        [
            "INSERT INTO code (uuid, variable_id, kind, key, label, position, depth, "
            "assignable, retired) VALUES ('x', {act}, 'code', 'kiss', 'Kiss', 9, 0, 1, 0)",
            "INSERT INTO codebook_code VALUES (1, {kiss})",
        ],
        "codebooks: romance 1 has no act:kiss, but the rows do",
    ),
    (
        ["UPDATE variable SET type = 'boolean' WHERE key = 'tone'"],
        'codebooks: tone: type is "boolean", and romance 1 has "nominal"',
    ),
    (
        ["UPDATE variable SET key = 'tune' WHERE key = 'tone'"],
        "codebooks: tone: has no row, and romance 1 has it",
    ),
    (
        ["UPDATE variable SET key = 'tune' WHERE key = 'tone'"],
        "codebooks: tune: has a row, and no codebook has it",
    ),
    (
        ["UPDATE variable SET otherwise = 'yes' WHERE key = 'harm'"],
        'codebooks: harm: otherwise is "yes", and romance 1 has "no"',
    ),
    (
        ["""UPDATE variable SET rules = '[["act:gift", "yes"]]' WHERE key = 'harm'"""],
        'codebooks: harm: rules is "[["act:gift", "yes"]]", and romance 1 has ',
    ),
    (
        [
            """UPDATE variable SET rules = '[{{"when": "act:class:harm", "then": "yes"}}]'"""
            " WHERE key = 'harm'"
        ],
        "codebooks: harm: rules differs from romance 1",
    ),
    (
        ["UPDATE variable SET rules = '[' WHERE key = 'harm'"],
        'codebooks: harm: rules is "[", and romance 1 has ',
    ),
    (
        ["UPDATE variable SET asked_when = 'tone:comic' WHERE key = 'age'"],
        'codebooks: age: asked_when is "tone:comic", and romance 1 has nothing',
    ),
    (
        ["UPDATE variable SET rollup = 'max' WHERE key = 'age'"],
        'codebooks: age: rollup is "max", and romance 1 has nothing',
    ),
    (
        ["UPDATE variable SET maximum = 1200 WHERE key = 'age'"],
        "codebooks: age: maximum is 1200, and romance 1 has 120",
    ),
    (
        ["UPDATE variable SET tolerance = 0 WHERE key = 'age'"],
        "codebooks: age: tolerance is 0, and romance 1 has 1",
    ),
    (
        ["UPDATE variable SET label = 'Tune' WHERE key = 'tone'"],
        'codebooks: tone: label is "Tune", and romance 1 has "Tone"',
    ),
    (
        ["UPDATE variable SET retired = 1 WHERE key = 'tone'"],
        "codebooks: tone: retired is 1, and romance 1 has 0",
    ),
    (
        ["UPDATE code SET retired = 1 WHERE key = 'gift'"],
        "codebooks: act:gift: retired is 1, and romance 1 has 0",
    ),
    (
        ["UPDATE code SET key = 'funny' WHERE key = 'comic'"],
        "codebooks: tone:comic: has no row, and romance 1 has it",
    ),
    (
        ["UPDATE code SET parent_id = {romantic} WHERE key = 'gift'"],
        "codebooks: act:gift: parent is romantic, and romance 1 has nothing",
    ),
    (
        ["UPDATE code_property SET value = 'help' WHERE code_id = {flirting}"],
        "codebooks: act:flirting: property class:harm is no, and romance 1 has yes",
    ),
    (
        ["DELETE FROM code_implies WHERE code_id = {flirting} AND implied_id = {romantic}"],
        "codebooks: act:flirting: what it says of romantic is no, and romance 1 has yes",
    ),
    (
        [
            "UPDATE code_implies SET certain = 1 "
            "WHERE code_id = {romantic} "
            "AND implied_id = {flirting}"
        ],
        "codebooks: act:romantic: what it says of flirting is yes, and romance 1 has open",
    ),
    (
        ["UPDATE codebook SET headline = 'act'"],
        'codebooks: romance 1: headline is "act", and its text has "harm"',
    ),
    (
        ["""UPDATE codebook SET level_names = '{{"title": "film"}}'"""],
        "codebooks: romance 1: level_names is ",
    ),
    (
        ["UPDATE study SET codebook_id = NULL"],
        "codebooks: wave main is open, but not of the current codebook",
    ),
    (
        ["UPDATE study SET codebook_id = NULL"],
        "codebooks: the study has no codebook, although the database does",
    ),
    # Claims
    (
        ["UPDATE claim SET checked_source = 'nowhere' WHERE claim_id = 2"],
        "claims: claim:2 was checked in nowhere, which is no source",
    ),
    (
        ["UPDATE claim SET about_claim_id = 2 WHERE claim_id = 1"],
        "claims: claim:1 refers, through other claims, to itself",
    ),
    (
        ["UPDATE claim SET about_claim_id = 2 WHERE claim_id = 2"],
        "claims: claim:2 refers, through other claims, to itself",
    ),
    (
        ["UPDATE claim_code SET code_id = {of_harm}"],
        "claims: claim:1 names class:harm, a property of codes of act, as if it were a code",
    ),
    # Handouts
    (
        [_HANDED_OUT.format(digest="ab")],
        'handouts: the handout of bob in main has the SHA-256 "ab", which is not valid',
    ),
    (
        [
            _HANDED_OUT.format(digest="ab" * 32),
            "UPDATE coder SET kind = 'consensus' WHERE key = 'bob'",
        ],
        "handouts: the handout of bob in main is for a consensus, and only people get one",
    ),
    (
        [_HANDED_OUT.format(digest="ab" * 32), _PROPOSED.format(level="portrayal", answers="[]")],
        'handouts: the proposal "Sam" is of a portrayal, but is not beneath a title',
    ),
    (
        [
            _HANDED_OUT.format(digest="ab" * 32),
            _PROPOSED.format(level="relationship", answers="{{}}"),
        ],
        'handouts: the proposal "Sam" has answers that are not a list',
    ),
    (
        [
            _HANDED_OUT.format(digest="ab" * 32),
            _PROPOSED.format(level="relationship", answers="[]"),
            "UPDATE proposal SET decision = 'accepted', unit_id = above_unit_id",
        ],
        'handouts: the proposal "Sam" is of a relationship, but became something else',
    ),
    # Dates
    (
        ["UPDATE episode SET aired = '2023-02-30' WHERE number = 2"],
        'dates: shrinking/s01e02: aired is not a date: "2023-02-30"',
    ),
    (["UPDATE source SET dated = 'May'"], 'dates: source review: dated is not a date: "May"'),
    (
        ["UPDATE source SET accessed = '2024-13' WHERE key = 'review'"],
        'dates: source review: accessed is not a date: "2024-13"',
    ),
    (
        ["UPDATE claim SET stated_on = '12-05-01' WHERE claim_id = 2"],
        'dates: claim:2: stated_on is not a date: "12-05-01"',
    ),
    (
        ["UPDATE wave SET locked_at = 'yesterday'"],
        'dates: wave main: locked_at is not a date: "yesterday"',
    ),
    (
        ["UPDATE adjudication SET decided_at = ''"],
        'dates: the decision on prime: decided_at is not a date: ""',
    ),
    (["UPDATE change SET at = 'now' WHERE change_id = 3"], "dates: change 3: at is not a date:"),
    # History
    (
        ["DELETE FROM change_variable WHERE change_id = 16"],
        "history: change 16 wrote annotations of tone, but does not list it",
    ),
    (
        [AN_IMAGE.format(answer="12|c", change="change_id")],
        'history: change 2, row 1: what is kept is not an answer to its variable: "12|c"',
    ),
    (
        [AN_IMAGE.format(answer="none", change="change_id")],
        'history: change 2, row 1: what is kept is not an answer to its variable: "none"',
    ),
    (
        [AN_IMAGE.format(answer="4|n", change="1")],
        "history: change 2, row 1: change 1, which wrote it, does not list the variable",
    ),
    (
        ["UPDATE change_row SET position = 9 WHERE change_id = 2 AND position = 1"],
        "history: change 2 keeps 1 row, the last of them number 9",
    ),
    (
        ["UPDATE change_row SET row_key = '[2]' WHERE change_id = 2 AND position = 1"],
        'history: change 2, row 1: what is kept is not the row "[2]" of study',
    ),
    (
        ["UPDATE change_row SET before = '[' WHERE change_id = 2 AND position = 1"],
        'history: change 2, row 1: what is kept is not a row of study: "["',
    ),
    (
        ["UPDATE change_row SET table_name = 'film' WHERE change_id = 2 AND position = 1"],
        'history: change 2, row 1: "film" is not a table of portrayals',
    ),
    (
        ["UPDATE change_row SET row_key = '[1,2]' WHERE change_id = 2 AND position = 1"],
        'history: change 2, row 1: "[1,2]" is not a key of study',
    ),
    (
        ["UPDATE change SET undoes_change_id = 3 WHERE change_id = 2"],
        "history: change 2 undoes change 3, which is not before it",
    ),
)
