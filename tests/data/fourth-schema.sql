-- A small study, as the fourth schema of portrayals kept it. Made once, never to be made again.
PRAGMA application_id = 1886549113;
PRAGMA user_version = 4;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE change (
	change_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	command TEXT NOT NULL, 
	undoes_change_id INTEGER, 
	CONSTRAINT fk_change_undoes_change_id FOREIGN KEY(undoes_change_id) REFERENCES change (change_id), 
	CONSTRAINT uq_change_undoes_change_id UNIQUE (undoes_change_id)
)
 STRICT

;
CREATE TABLE level (
	level_id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	parent_level_id INTEGER, 
	CONSTRAINT pk_level PRIMARY KEY (level_id), 
	CONSTRAINT fk_level_parent_level_id FOREIGN KEY(parent_level_id) REFERENCES level (level_id), 
	CONSTRAINT uq_level_key UNIQUE ("key")
)
 STRICT

;
CREATE TABLE change_row (
	change_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	table_name TEXT NOT NULL, 
	row_key TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	CONSTRAINT pk_change_row PRIMARY KEY (change_id, position), 
	CONSTRAINT fk_change_row_change_id FOREIGN KEY(change_id) REFERENCES change (change_id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE codebook (
	codebook_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uuid TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	version TEXT NOT NULL, 
	document TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	headline TEXT, 
	level_names TEXT NOT NULL, 
	general TEXT NOT NULL, 
	change_id INTEGER NOT NULL, 
	CONSTRAINT fk_codebook_change_id FOREIGN KEY(change_id) REFERENCES change (change_id), 
	CONSTRAINT uq_codebook_key_version UNIQUE ("key", version), 
	CONSTRAINT uq_codebook_sha256 UNIQUE (sha256), 
	CONSTRAINT uq_codebook_uuid UNIQUE (uuid)
)
 STRICT

;
CREATE TABLE coder (
	coder_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uuid TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT, 
	change_id INTEGER NOT NULL, 
	CONSTRAINT ck_coder_kind CHECK (kind IN ('person', 'program', 'consensus')), 
	CONSTRAINT fk_coder_change_id FOREIGN KEY(change_id) REFERENCES change (change_id), 
	CONSTRAINT uq_coder_key UNIQUE ("key"), 
	CONSTRAINT uq_coder_uuid UNIQUE (uuid)
)
 STRICT

;
CREATE TABLE source (
	source_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uuid TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	citation TEXT NOT NULL, 
	address TEXT, 
	dated TEXT, 
	change_id INTEGER NOT NULL, 
	CONSTRAINT fk_source_change_id FOREIGN KEY(change_id) REFERENCES change (change_id), 
	CONSTRAINT uq_source_key UNIQUE ("key"), 
	CONSTRAINT uq_source_uuid UNIQUE (uuid)
)
 STRICT

;
CREATE TABLE unit (
	unit_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uuid TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	level_id INTEGER NOT NULL, 
	title_id INTEGER NOT NULL, 
	parent_id INTEGER, 
	parent_level_id INTEGER GENERATED ALWAYS AS (CASE level_id WHEN 1 THEN NULL WHEN 4 THEN 3 ELSE 1 END) STORED, 
	name TEXT NOT NULL, 
	performer TEXT, 
	year INTEGER, 
	change_id INTEGER NOT NULL, 
	CONSTRAINT ck_unit_name CHECK (name <> ''), 
	CONSTRAINT ck_unit_title_is_root CHECK ((level_id = 1) = (parent_id IS NULL) AND (level_id = 1) = (title_id = unit_id)), 
	CONSTRAINT ck_unit_people CHECK (level_id > 2 OR performer IS NULL), 
	CONSTRAINT ck_unit_year CHECK (year BETWEEN 1870 AND 2200), 
	CONSTRAINT fk_unit_change_id FOREIGN KEY(change_id) REFERENCES change (change_id), 
	CONSTRAINT fk_unit_level_id FOREIGN KEY(level_id) REFERENCES level (level_id), 
	CONSTRAINT fk_unit_title_id_parent_id_parent_level_id FOREIGN KEY(title_id, parent_id, parent_level_id) REFERENCES unit (title_id, unit_id, level_id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_unit_title_id FOREIGN KEY(title_id) REFERENCES unit (unit_id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT uq_unit_key UNIQUE ("key"), 
	CONSTRAINT uq_unit_title_id_unit_id_level_id UNIQUE (title_id, unit_id, level_id), 
	CONSTRAINT uq_unit_unit_id_level_id UNIQUE (unit_id, level_id), 
	CONSTRAINT uq_unit_uuid UNIQUE (uuid)
)
 STRICT

;
CREATE TABLE variable (
	variable_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" TEXT NOT NULL, 
	level_id INTEGER NOT NULL, 
	type TEXT NOT NULL, 
	label TEXT NOT NULL, 
	question TEXT, 
	position INTEGER NOT NULL, 
	asked_when TEXT, 
	rollup TEXT, 
	minimum REAL, 
	maximum REAL, 
	measure TEXT, 
	tolerance REAL NOT NULL, 
	rules TEXT, 
	otherwise TEXT, 
	retired INTEGER NOT NULL, 
	change_id INTEGER NOT NULL, 
	CONSTRAINT ck_variable_rollup CHECK (rollup IN ('max', 'min', 'median', 'mean', 'sum', 'count')), 
	CONSTRAINT ck_variable_type CHECK (type IN ('multi', 'nominal', 'ordinal', 'boolean', 'number', 'text')), 
	CONSTRAINT ck_variable_derived CHECK ((rules IS NULL) = (otherwise IS NULL)), 
	CONSTRAINT ck_variable_retired CHECK (retired IN (0, 1)), 
	CONSTRAINT fk_variable_change_id FOREIGN KEY(change_id) REFERENCES change (change_id), 
	CONSTRAINT fk_variable_level_id FOREIGN KEY(level_id) REFERENCES level (level_id), 
	CONSTRAINT uq_variable_key UNIQUE ("key"), 
	CONSTRAINT uq_variable_variable_id_level_id UNIQUE (variable_id, level_id)
)
 STRICT

;
CREATE TABLE claim (
	claim_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uuid TEXT NOT NULL, 
	source_id INTEGER NOT NULL, 
	unit_id INTEGER, 
	about_claim_id INTEGER, 
	stance TEXT NOT NULL, 
	scope TEXT, 
	basis TEXT, 
	statement TEXT NOT NULL, 
	stated_on TEXT, 
	locator TEXT, 
	change_id INTEGER NOT NULL, 
	CONSTRAINT ck_claim_stance CHECK (stance IN ('asserts', 'denies', 'qualifies')), 
	CONSTRAINT fk_claim_about_claim_id FOREIGN KEY(about_claim_id) REFERENCES claim (claim_id), 
	CONSTRAINT fk_claim_change_id FOREIGN KEY(change_id) REFERENCES change (change_id), 
	CONSTRAINT fk_claim_source_id FOREIGN KEY(source_id) REFERENCES source (source_id), 
	CONSTRAINT fk_claim_unit_id FOREIGN KEY(unit_id) REFERENCES unit (unit_id), 
	CONSTRAINT uq_claim_uuid UNIQUE (uuid)
)
 STRICT

;
CREATE TABLE code (
	code_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uuid TEXT NOT NULL, 
	variable_id INTEGER NOT NULL, 
	parent_id INTEGER, 
	kind TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	label TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	depth INTEGER NOT NULL, 
	assignable INTEGER NOT NULL, 
	retired INTEGER NOT NULL, 
	CONSTRAINT ck_code_properties_are_not_assigned CHECK (kind = 'code' OR assignable = 0), 
	CONSTRAINT ck_code_kind CHECK (kind IN ('code', 'property')), 
	CONSTRAINT ck_code_assignable CHECK (assignable IN (0, 1)), 
	CONSTRAINT ck_code_retired CHECK (retired IN (0, 1)), 
	CONSTRAINT fk_code_variable_id_parent_id FOREIGN KEY(variable_id, parent_id) REFERENCES code (variable_id, code_id), 
	CONSTRAINT fk_code_variable_id FOREIGN KEY(variable_id) REFERENCES variable (variable_id), 
	CONSTRAINT uq_code_uuid UNIQUE (uuid), 
	CONSTRAINT uq_code_variable_id_code_id UNIQUE (variable_id, code_id), 
	CONSTRAINT uq_code_variable_id_key UNIQUE (variable_id, "key")
)
 STRICT

;
CREATE TABLE episode (
	episode_id INTEGER NOT NULL, 
	level_id INTEGER GENERATED ALWAYS AS (2) STORED, 
	title_id INTEGER NOT NULL, 
	season INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	aired TEXT, 
	CONSTRAINT pk_episode PRIMARY KEY (episode_id), 
	CONSTRAINT ck_episode_numbers CHECK (season >= 0 AND number >= 0), 
	CONSTRAINT fk_episode_title_id_episode_id_level_id FOREIGN KEY(title_id, episode_id, level_id) REFERENCES unit (title_id, unit_id, level_id), 
	CONSTRAINT uq_episode_title_id_season_number UNIQUE (title_id, season, number)
)
 STRICT

;
CREATE TABLE study (
	study_id INTEGER NOT NULL, 
	uuid TEXT NOT NULL, 
	policy TEXT NOT NULL, 
	codebook_id INTEGER, 
	title TEXT, 
	creator TEXT, 
	licence TEXT, 
	description TEXT, 
	population TEXT, 
	frame TEXT, 
	frame_size INTEGER, 
	sampling TEXT, 
	seed INTEGER, 
	context TEXT, 
	training_hours REAL, 
	change_id INTEGER NOT NULL, 
	CONSTRAINT pk_study PRIMARY KEY (study_id), 
	CONSTRAINT ck_study_context CHECK (context IN ('whole-title', 'listed-episodes')), 
	CONSTRAINT ck_study_policy CHECK (policy IN ('majority', 'unanimous', 'any')), 
	CONSTRAINT ck_study_sampling CHECK (sampling IN ('census', 'random', 'stratified', 'systematic', 'convenience')), 
	CONSTRAINT ck_study_frame_size CHECK (frame_size >= 0), 
	CONSTRAINT ck_study_one_row CHECK (study_id = 1), 
	CONSTRAINT ck_study_training_hours CHECK (training_hours >= 0), 
	CONSTRAINT fk_study_change_id FOREIGN KEY(change_id) REFERENCES change (change_id), 
	CONSTRAINT fk_study_codebook_id FOREIGN KEY(codebook_id) REFERENCES codebook (codebook_id), 
	CONSTRAINT uq_study_uuid UNIQUE (uuid)
)
 STRICT

;
CREATE TABLE title (
	title_id INTEGER NOT NULL, 
	level_id INTEGER GENERATED ALWAYS AS (1) STORED, 
	kind TEXT NOT NULL, 
	end_year INTEGER, 
	synopsis TEXT, 
	note TEXT, 
	stratum TEXT, 
	screened TEXT NOT NULL, 
	screening_reason TEXT, 
	CONSTRAINT pk_title PRIMARY KEY (title_id), 
	CONSTRAINT ck_title_kind CHECK (kind IN ('film', 'short', 'tv', 'tv-series', 'tv-miniseries', 'tv-movie', 'web-series')), 
	CONSTRAINT ck_title_screened CHECK (screened IN ('pending', 'in', 'none', 'out', 'unavailable')), 
	CONSTRAINT ck_title_end_year CHECK (end_year BETWEEN 1870 AND 2200), 
	CONSTRAINT fk_title_title_id_level_id FOREIGN KEY(title_id, level_id) REFERENCES unit (unit_id, level_id)
)
 STRICT

;
CREATE TABLE unit_name (
	unit_name_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	unit_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	CONSTRAINT ck_unit_name_kind CHECK (kind IN ('name', 'alias', 'original', 'performer', 'synopsis')), 
	CONSTRAINT fk_unit_name_unit_id FOREIGN KEY(unit_id) REFERENCES unit (unit_id), 
	CONSTRAINT uq_unit_name_unit_id_kind_name UNIQUE (unit_id, kind, name)
)
 STRICT

;
CREATE TABLE unit_role (
	unit_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	CONSTRAINT pk_unit_role PRIMARY KEY (unit_id, position), 
	CONSTRAINT fk_unit_role_unit_id FOREIGN KEY(unit_id) REFERENCES unit (unit_id), 
	CONSTRAINT uq_unit_role_unit_id_role UNIQUE (unit_id, role)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE wave (
	wave_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	codebook_id INTEGER NOT NULL, 
	locked_at TEXT, 
	change_id INTEGER NOT NULL, 
	CONSTRAINT ck_wave_purpose CHECK (purpose IN ('training', 'main', 'recode')), 
	CONSTRAINT fk_wave_change_id FOREIGN KEY(change_id) REFERENCES change (change_id), 
	CONSTRAINT fk_wave_codebook_id FOREIGN KEY(codebook_id) REFERENCES codebook (codebook_id), 
	CONSTRAINT uq_wave_key UNIQUE ("key")
)
 STRICT

;
CREATE TABLE assignment (
	wave_id INTEGER NOT NULL, 
	coder_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	purpose TEXT NOT NULL, 
	seed INTEGER, 
	change_id INTEGER NOT NULL, 
	CONSTRAINT pk_assignment PRIMARY KEY (wave_id, coder_id, unit_id), 
	CONSTRAINT ck_assignment_purpose CHECK (purpose IN ('coding', 'reliability')), 
	CONSTRAINT fk_assignment_change_id FOREIGN KEY(change_id) REFERENCES change (change_id), 
	CONSTRAINT fk_assignment_coder_id FOREIGN KEY(coder_id) REFERENCES coder (coder_id), 
	CONSTRAINT fk_assignment_unit_id FOREIGN KEY(unit_id) REFERENCES unit (unit_id), 
	CONSTRAINT fk_assignment_wave_id FOREIGN KEY(wave_id) REFERENCES wave (wave_id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE claim_code (
	claim_id INTEGER NOT NULL, 
	variable_id INTEGER NOT NULL, 
	code_id INTEGER NOT NULL, 
	CONSTRAINT pk_claim_code PRIMARY KEY (claim_id, variable_id, code_id), 
	CONSTRAINT fk_claim_code_claim_id FOREIGN KEY(claim_id) REFERENCES claim (claim_id), 
	CONSTRAINT fk_claim_code_variable_id_code_id FOREIGN KEY(variable_id, code_id) REFERENCES code (variable_id, code_id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE code_implies (
	code_id INTEGER NOT NULL, 
	implied_id INTEGER NOT NULL, 
	certain INTEGER NOT NULL, 
	CONSTRAINT pk_code_implies PRIMARY KEY (code_id, implied_id), 
	CONSTRAINT ck_code_implies_certain CHECK (certain IN (0, 1)), 
	CONSTRAINT fk_code_implies_code_id FOREIGN KEY(code_id) REFERENCES code (code_id), 
	CONSTRAINT fk_code_implies_implied_id FOREIGN KEY(implied_id) REFERENCES code (code_id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE code_property (
	code_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_code_property PRIMARY KEY (code_id, name, value), 
	CONSTRAINT fk_code_property_code_id FOREIGN KEY(code_id) REFERENCES code (code_id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE codebook_code (
	codebook_id INTEGER NOT NULL, 
	code_id INTEGER NOT NULL, 
	CONSTRAINT pk_codebook_code PRIMARY KEY (codebook_id, code_id), 
	CONSTRAINT fk_codebook_code_code_id FOREIGN KEY(code_id) REFERENCES code (code_id), 
	CONSTRAINT fk_codebook_code_codebook_id FOREIGN KEY(codebook_id) REFERENCES codebook (codebook_id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE identifier (
	scheme TEXT NOT NULL, 
	value TEXT NOT NULL, 
	title_id INTEGER NOT NULL, 
	CONSTRAINT pk_identifier PRIMARY KEY (scheme, value), 
	CONSTRAINT fk_identifier_title_id FOREIGN KEY(title_id) REFERENCES title (title_id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE title_term (
	title_id INTEGER NOT NULL, 
	field TEXT NOT NULL, 
	value TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	CONSTRAINT pk_title_term PRIMARY KEY (title_id, field, value), 
	CONSTRAINT ck_title_term_field CHECK (field IN ('genre', 'country', 'language', 'distributor')), 
	CONSTRAINT fk_title_term_title_id FOREIGN KEY(title_id) REFERENCES title (title_id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE viewing (
	viewing_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	coder_id INTEGER NOT NULL, 
	title_id INTEGER NOT NULL, 
	episode_id INTEGER, 
	change_id INTEGER NOT NULL, 
	CONSTRAINT fk_viewing_change_id FOREIGN KEY(change_id) REFERENCES change (change_id), 
	CONSTRAINT fk_viewing_coder_id FOREIGN KEY(coder_id) REFERENCES coder (coder_id), 
	CONSTRAINT fk_viewing_episode_id FOREIGN KEY(episode_id) REFERENCES episode (episode_id), 
	CONSTRAINT fk_viewing_title_id FOREIGN KEY(title_id) REFERENCES title (title_id)
)
 STRICT

;
CREATE TABLE adjudication (
	variable_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	coder_id INTEGER NOT NULL, 
	wave_id INTEGER NOT NULL, 
	decided_by INTEGER NOT NULL, 
	decided_at TEXT NOT NULL, 
	method TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	change_id INTEGER NOT NULL, 
	CONSTRAINT pk_adjudication PRIMARY KEY (variable_id, unit_id, coder_id, wave_id), 
	CONSTRAINT ck_adjudication_method CHECK (method IN ('discussion', 'expert', 'alone')), 
	CONSTRAINT fk_adjudication_change_id FOREIGN KEY(change_id) REFERENCES change (change_id), 
	CONSTRAINT fk_adjudication_decided_by FOREIGN KEY(decided_by) REFERENCES coder (coder_id), 
	CONSTRAINT fk_adjudication_variable_id_unit_id_coder_id_wave_id FOREIGN KEY(variable_id, unit_id, coder_id, wave_id) REFERENCES annotation (variable_id, unit_id, coder_id, wave_id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE evidence (
	evidence_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uuid TEXT NOT NULL, 
	variable_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	coder_id INTEGER NOT NULL, 
	wave_id INTEGER NOT NULL, 
	code_id INTEGER, 
	episode_id INTEGER, 
	source_id INTEGER, 
	start_ms INTEGER, 
	end_ms INTEGER, 
	quote TEXT, 
	description TEXT, 
	CONSTRAINT ck_evidence_says_something CHECK (episode_id IS NOT NULL OR source_id IS NOT NULL OR start_ms IS NOT NULL OR quote IS NOT NULL OR description IS NOT NULL), 
	CONSTRAINT ck_evidence_range CHECK (start_ms >= 0 AND end_ms >= start_ms), 
	CONSTRAINT ck_evidence_end_needs_start CHECK (start_ms IS NOT NULL OR end_ms IS NULL), 
	CONSTRAINT fk_evidence_episode_id FOREIGN KEY(episode_id) REFERENCES episode (episode_id), 
	CONSTRAINT fk_evidence_source_id FOREIGN KEY(source_id) REFERENCES source (source_id), 
	CONSTRAINT fk_evidence_variable_id_code_id FOREIGN KEY(variable_id, code_id) REFERENCES code (variable_id, code_id), 
	CONSTRAINT fk_evidence_variable_id_unit_id_coder_id_wave_id FOREIGN KEY(variable_id, unit_id, coder_id, wave_id) REFERENCES annotation (variable_id, unit_id, coder_id, wave_id), 
	CONSTRAINT uq_evidence_uuid UNIQUE (uuid)
)
 STRICT

;
CREATE TABLE ballot (
	ballot_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	variable_id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	form TEXT, 
	adjudicated INTEGER NOT NULL, 
	basis TEXT, 
	voters INTEGER NOT NULL, 
	answers INTEGER NOT NULL, 
	hearsay INTEGER NOT NULL, 
	disputed INTEGER NOT NULL, 
	mean REAL, 
	majority INTEGER NOT NULL, 
	unanimous INTEGER NOT NULL, 
	any INTEGER NOT NULL, 
	CONSTRAINT ck_ballot_adjudicated CHECK (adjudicated IN (0, 1)), 
	CONSTRAINT ck_ballot_hearsay CHECK (hearsay IN (0, 1)), 
	CONSTRAINT ck_ballot_disputed CHECK (disputed IN (0, 1)), 
	CONSTRAINT ck_ballot_outcomes CHECK ("majority" BETWEEN 0 AND 7 AND "unanimous" BETWEEN 0 AND 7 AND "any" BETWEEN 0 AND 7), 
	CONSTRAINT fk_ballot_variable_id FOREIGN KEY(variable_id) REFERENCES variable (variable_id), 
	CONSTRAINT uq_ballot_key UNIQUE ("key")
)
 STRICT

;
CREATE TABLE ballot_node (
	ballot_id INTEGER NOT NULL, 
	code_id INTEGER NOT NULL, 
	votes INTEGER NOT NULL, 
	majority INTEGER NOT NULL, 
	unanimous INTEGER NOT NULL, 
	any INTEGER NOT NULL, 
	CONSTRAINT pk_ballot_node PRIMARY KEY (ballot_id, code_id), 
	CONSTRAINT ck_ballot_node_outcomes CHECK ("majority" BETWEEN 0 AND 7 AND "unanimous" BETWEEN 0 AND 7 AND "any" BETWEEN 0 AND 7), 
	CONSTRAINT fk_ballot_node_ballot_id FOREIGN KEY(ballot_id) REFERENCES ballot (ballot_id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE unit_ballot (
	variable_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	ballot_id INTEGER NOT NULL, 
	CONSTRAINT pk_unit_ballot PRIMARY KEY (variable_id, unit_id), 
	CONSTRAINT fk_unit_ballot_unit_id FOREIGN KEY(unit_id) REFERENCES unit (unit_id), 
	CONSTRAINT fk_unit_ballot_variable_id FOREIGN KEY(variable_id) REFERENCES variable (variable_id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE VIRTUAL TABLE unit_search USING fts5(folded, content='unit_name', content_rowid='unit_name_id', tokenize='unicode61');
CREATE TABLE change_variable (
	change_id INTEGER NOT NULL, 
	variable_id INTEGER NOT NULL, 
	CONSTRAINT pk_change_variable PRIMARY KEY (change_id, variable_id), 
	CONSTRAINT fk_change_variable_change_id FOREIGN KEY(change_id) REFERENCES change (change_id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE answer (
	answer_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	variable_id INTEGER NOT NULL, 
	state INTEGER NOT NULL, 
	number REAL, 
	"key" TEXT NOT NULL, 
	form TEXT, 
	CONSTRAINT ck_answer_state CHECK (state BETWEEN 0 AND 4), 
	CONSTRAINT ck_answer_value CHECK (state = 0 OR number IS NULL), 
	CONSTRAINT fk_answer_variable_id FOREIGN KEY(variable_id) REFERENCES variable (variable_id), 
	CONSTRAINT uq_answer_key UNIQUE ("key"), 
	CONSTRAINT uq_answer_variable_id_answer_id UNIQUE (variable_id, answer_id)
)
 STRICT

;
CREATE TABLE answer_code (
	variable_id INTEGER NOT NULL, 
	answer_id INTEGER NOT NULL, 
	code_id INTEGER NOT NULL, 
	doubtful INTEGER NOT NULL, 
	CONSTRAINT pk_answer_code PRIMARY KEY (answer_id, code_id), 
	CONSTRAINT ck_answer_code_doubtful CHECK (doubtful IN (0, 1)), 
	CONSTRAINT fk_answer_code_variable_id_answer_id FOREIGN KEY(variable_id, answer_id) REFERENCES answer (variable_id, answer_id), 
	CONSTRAINT fk_answer_code_variable_id_code_id FOREIGN KEY(variable_id, code_id) REFERENCES code (variable_id, code_id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE annotation (
	variable_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	coder_id INTEGER NOT NULL, 
	wave_id INTEGER NOT NULL, 
	level_id INTEGER NOT NULL, 
	codebook_id INTEGER NOT NULL, 
	answer_id INTEGER NOT NULL, 
	basis INTEGER NOT NULL, 
	text TEXT, 
	note TEXT, 
	change_id INTEGER NOT NULL, 
	CONSTRAINT pk_annotation PRIMARY KEY (variable_id, unit_id, coder_id, wave_id), 
	CONSTRAINT ck_annotation_basis CHECK (basis BETWEEN 0 AND 4), 
	CONSTRAINT fk_annotation_change_id FOREIGN KEY(change_id) REFERENCES change (change_id), 
	CONSTRAINT fk_annotation_codebook_id FOREIGN KEY(codebook_id) REFERENCES codebook (codebook_id), 
	CONSTRAINT fk_annotation_coder_id FOREIGN KEY(coder_id) REFERENCES coder (coder_id), 
	CONSTRAINT fk_annotation_unit_id_level_id FOREIGN KEY(unit_id, level_id) REFERENCES unit (unit_id, level_id), 
	CONSTRAINT fk_annotation_variable_id_answer_id FOREIGN KEY(variable_id, answer_id) REFERENCES answer (variable_id, answer_id), 
	CONSTRAINT fk_annotation_variable_id_level_id FOREIGN KEY(variable_id, level_id) REFERENCES variable (variable_id, level_id), 
	CONSTRAINT fk_annotation_wave_id FOREIGN KEY(wave_id) REFERENCES wave (wave_id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO alembic_version (version_num) VALUES ('0004');
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (1, '2026-11-29T02:46:48.708407Z', 'ana', 'init', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (2, '2026-11-29T02:46:49.058281Z', 'ana', 'codebook apply', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (3, '2026-11-29T02:46:49.815414Z', 'ana', 'add coder ben', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (4, '2026-11-29T02:46:49.907165Z', 'ana', 'add title', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (5, '2026-11-29T02:46:50.068626Z', 'ana', 'add title', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (6, '2026-11-29T02:46:50.142092Z', 'ana', 'add title', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (7, '2026-11-29T02:46:50.259491Z', 'ana', 'add portrayal', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (8, '2026-11-29T02:46:50.401594Z', 'ana', 'add relationship', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (9, '2026-11-29T02:46:50.521021Z', 'ana', 'add portrayal', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (10, '2026-11-29T02:46:50.617521Z', 'ana', 'add relationship', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (11, '2026-11-29T02:46:50.734212Z', 'ana', 'add relationship', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (12, '2026-11-29T02:46:50.833118Z', 'ana', 'add relationship', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (13, '2026-11-29T02:46:51.200806Z', 'ana', 'annotate', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (14, '2026-11-29T02:46:51.987291Z', 'ben', 'annotate as ben', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (15, '2026-11-29T02:46:52.214393Z', 'ana', 'annotate again', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (16, '2026-11-29T02:46:52.584703Z', 'ana', 'tag', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (17, '2026-11-29T02:46:52.765568Z', 'ana', 'untag', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (18, '2026-11-29T02:46:52.829341Z', 'ana', 'untag the last', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (19, '2026-11-29T02:46:53.639038Z', 'ana', 'import', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (20, '2026-11-29T02:46:55.305606Z', 'ana', 'withdraw', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (21, '2026-11-29T02:46:55.649658Z', 'ana', 'remove', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (22, '2026-11-29T02:46:56.301969Z', 'ana', 'annotate the double', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (23, '2026-11-29T02:46:56.494676Z', 'ana', 'merge', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (24, '2026-11-29T02:46:57.438044Z', 'ana', 'codebook apply', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (25, '2026-11-29T02:46:57.941617Z', 'ana', 'annotate by the newer', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (26, '2026-11-29T02:46:58.329000Z', 'ana', 'undo', 25);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (27, '2026-11-29T02:46:58.593302Z', 'ana', 'undo', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (28, '2026-11-29T02:46:58.747380Z', 'ana', 'annotate once more', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (29, '2026-11-29T08:00:27.989310Z', 'ana', 'annotate shrinking/jimmy-laird/gaby act=dating --basis documented', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (30, '2026-11-29T08:00:28.624540Z', 'ana', 'tag shrinking/jimmy-laird/gaby gift --basis documented', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (31, '2026-11-29T08:00:29.687341Z', 'ana', 'add coder cleo', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (32, '2026-11-29T08:00:30.703521Z', 'ana', 'undo', 31);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (33, '2026-11-29T08:00:45.423611Z', 'ana', 'add coder cleo', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (34, '2026-11-29T08:00:46.061224Z', 'ben', 'annotate shrinking/jimmy-laird/gaby act=none --basis documented', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (35, '2026-11-29T08:00:46.688025Z', 'cleo', 'annotate prime/lisa-metzger/rafi act=dating --basis watched-in-part', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (36, '2026-11-29T08:00:47.373861Z', 'cleo', 'annotate prime motif=m1,m2 --basis watched', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (37, '2026-11-29T08:00:48.052099Z', 'cleo', 'annotate shrinking motif=m75 --basis hearsay', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (38, '2026-11-29T08:00:48.707824Z', 'ana', 'untag shrinking/jimmy-laird/gaby dating', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (39, '2026-11-29T08:00:49.491749Z', 'ana', 'undo', 38);
INSERT INTO level (level_id, "key", parent_level_id) VALUES (1, 'title', NULL);
INSERT INTO level (level_id, "key", parent_level_id) VALUES (2, 'episode', 1);
INSERT INTO level (level_id, "key", parent_level_id) VALUES (3, 'portrayal', 1);
INSERT INTO level (level_id, "key", parent_level_id) VALUES (4, 'relationship', 3);
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (2, 1, 'study', '[1]', '{"study_id":1,"uuid":"80e8982a-54ec-4c44-a51c-7a2874113142","policy":"majority","codebook_id":null,"title":null,"creator":null,"licence":null,"description":null,"population":null,"frame":null,"frame_size":null,"sampling":null,"seed":null,"context":null,"training_hours":null,"change_id":1}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (15, 1, 'annotation', '[2,4,1,1]', '{"variable_id": 2, "unit_id": 4, "coder_id": 1, "wave_id": 1, "level_id": 3, "codebook_id": 1, "basis": 2, "text": null, "note": null, "change_id": 13, "answer": "2|c=0.1", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (15, 2, 'annotation', '[3,4,1,1]', '{"variable_id": 3, "unit_id": 4, "coder_id": 1, "wave_id": 1, "level_id": 3, "codebook_id": 1, "basis": 2, "text": null, "note": null, "change_id": 13, "answer": "3|c3", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (15, 3, 'annotation', '[1,1,1,1]', '{"variable_id": 1, "unit_id": 1, "coder_id": 1, "wave_id": 1, "level_id": 1, "codebook_id": 1, "basis": 0, "text": null, "note": null, "change_id": 13, "answer": "1|c1", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (15, 4, 'annotation', '[6,3,1,1]', '{"variable_id": 6, "unit_id": 3, "coder_id": 1, "wave_id": 1, "level_id": 1, "codebook_id": 1, "basis": 3, "text": null, "note": null, "change_id": 13, "answer": "blake2b:d1a2a48a0af37702a0aa978c5270126e506df5fb743a0aa519929017b23feda6", "answer_form": "6|c8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,62,63,64,65,66,67,68,69,70,71,72,73,74,75,76,77,78,79,80,81,82"}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (15, 5, 'annotation', '[4,5,1,1]', '{"variable_id": 4, "unit_id": 5, "coder_id": 1, "wave_id": 1, "level_id": 4, "codebook_id": 1, "basis": 3, "text": "She “sees” him; 12|c3,7?9", "note": null, "change_id": 13, "answer": "4|c", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (16, 1, 'annotation', '[5,5,1,1]', '{"variable_id": 5, "unit_id": 5, "coder_id": 1, "wave_id": 1, "level_id": 4, "codebook_id": 1, "basis": 3, "text": null, "note": null, "change_id": 13, "answer": "5|c5?7", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (16, 2, 'evidence', '[1]', '{"evidence_id":1,"uuid":"c7538051-3852-4378-bc30-d54fc28dfb5d","variable_id":5,"unit_id":5,"coder_id":1,"wave_id":1,"code_id":5,"episode_id":null,"source_id":null,"start_ms":60000,"end_ms":null,"quote":"Oh?","description":null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (16, 3, 'evidence', '[2]', '{"evidence_id":2,"uuid":"e31c5996-0b78-4749-9821-70d1b2c9b82a","variable_id":5,"unit_id":5,"coder_id":1,"wave_id":1,"code_id":7,"episode_id":null,"source_id":null,"start_ms":60000,"end_ms":null,"quote":"Oh?","description":null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (17, 1, 'annotation', '[5,5,1,1]', '{"variable_id": 5, "unit_id": 5, "coder_id": 1, "wave_id": 1, "level_id": 4, "codebook_id": 1, "basis": 3, "text": null, "note": null, "change_id": 16, "answer": "5|c5,6?7", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (17, 2, 'evidence', '[1]', '{"evidence_id":1,"uuid":"c7538051-3852-4378-bc30-d54fc28dfb5d","variable_id":5,"unit_id":5,"coder_id":1,"wave_id":1,"code_id":5,"episode_id":null,"source_id":null,"start_ms":60000,"end_ms":null,"quote":"Oh?","description":null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (17, 3, 'evidence', '[2]', '{"evidence_id":2,"uuid":"e31c5996-0b78-4749-9821-70d1b2c9b82a","variable_id":5,"unit_id":5,"coder_id":1,"wave_id":1,"code_id":7,"episode_id":null,"source_id":null,"start_ms":60000,"end_ms":null,"quote":"Oh?","description":null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (17, 4, 'evidence', '[4]', '{"evidence_id":4,"uuid":"5298d6a6-59d4-40f9-89be-ddfc247bd9cf","variable_id":5,"unit_id":5,"coder_id":1,"wave_id":1,"code_id":6,"episode_id":null,"source_id":null,"start_ms":120000,"end_ms":180000,"quote":"Come!","description":null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (19, 1, 'annotation', '[5,5,1,1]', '{"variable_id": 5, "unit_id": 5, "coder_id": 1, "wave_id": 1, "level_id": 4, "codebook_id": 1, "basis": 3, "text": null, "note": null, "change_id": 17, "answer": "5|c5,6", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (19, 2, 'annotation', '[5,8,1,1]', '{"variable_id": 5, "unit_id": 8, "coder_id": 1, "wave_id": 1, "level_id": 4, "codebook_id": 1, "basis": 1, "text": null, "note": null, "change_id": 13, "answer": "5|?", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (19, 3, 'evidence', '[1]', '{"evidence_id":1,"uuid":"c7538051-3852-4378-bc30-d54fc28dfb5d","variable_id":5,"unit_id":5,"coder_id":1,"wave_id":1,"code_id":5,"episode_id":null,"source_id":null,"start_ms":60000,"end_ms":null,"quote":"Oh?","description":null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (19, 4, 'evidence', '[4]', '{"evidence_id":4,"uuid":"5298d6a6-59d4-40f9-89be-ddfc247bd9cf","variable_id":5,"unit_id":5,"coder_id":1,"wave_id":1,"code_id":6,"episode_id":null,"source_id":null,"start_ms":120000,"end_ms":180000,"quote":"Come!","description":null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (20, 1, 'annotation', '[5,9,1,1]', '{"variable_id": 5, "unit_id": 9, "coder_id": 1, "wave_id": 1, "level_id": 4, "codebook_id": 1, "basis": 3, "text": null, "note": null, "change_id": 18, "answer": "5|c6", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (21, 1, 'unit', '[8]', '{"unit_id":8,"uuid":"674fd11a-c795-44af-addf-1f0da0ab8287","key":"shrinking/jimmy-laird/grace","level_id":4,"title_id":3,"parent_id":6,"parent_level_id":3,"name":"Grace","performer":null,"year":null,"change_id":11}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (21, 2, 'unit_name', '[8]', '{"unit_name_id":8,"unit_id":8,"kind":"name","name":"Grace","folded":"grace"}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (21, 3, 'annotation', '[4,8,1,1]', '{"variable_id": 4, "unit_id": 8, "coder_id": 1, "wave_id": 1, "level_id": 4, "codebook_id": 1, "basis": 1, "text": null, "note": null, "change_id": 13, "answer": "4|u", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (21, 4, 'annotation', '[5,8,1,1]', '{"variable_id": 5, "unit_id": 8, "coder_id": 1, "wave_id": 1, "level_id": 4, "codebook_id": 1, "basis": 1, "text": null, "note": null, "change_id": 19, "answer": "5|c5", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (22, 1, 'annotation', '[1,2,1,1]', '{"variable_id": 1, "unit_id": 2, "coder_id": 1, "wave_id": 1, "level_id": 1, "codebook_id": 1, "basis": 3, "text": null, "note": "Weiß nicht.", "change_id": 13, "answer": "1|c2", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (23, 1, 'annotation', '[6,2,1,1]', '{"variable_id": 6, "unit_id": 2, "coder_id": 1, "wave_id": 1, "level_id": 1, "codebook_id": 1, "basis": 3, "text": null, "note": null, "change_id": 22, "answer": "6|c9", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (23, 2, 'unit', '[2]', '{"unit_id":2,"uuid":"a0b740bc-f0e4-4080-82b8-ba3538668bb9","key":"prime-again","level_id":1,"title_id":2,"parent_id":null,"parent_level_id":null,"name":"Prime Again","performer":null,"year":2005,"change_id":5}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (23, 3, 'title', '[2]', '{"title_id":2,"level_id":1,"kind":"film","end_year":null,"synopsis":null,"note":null,"stratum":null,"screened":"pending","screening_reason":null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (23, 4, 'unit_name', '[2]', '{"unit_name_id":2,"unit_id":2,"kind":"name","name":"Prime Again","folded":"prime again"}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (23, 5, 'unit', '[1]', '{"unit_id":1,"uuid":"3871916a-0ac5-4eba-9983-4ef4b4d4eee2","key":"prime","level_id":1,"title_id":1,"parent_id":null,"parent_level_id":null,"name":"Prime","performer":null,"year":2005,"change_id":4}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (23, 6, 'title', '[1]', '{"title_id":1,"level_id":1,"kind":"film","end_year":null,"synopsis":null,"note":null,"stratum":null,"screened":"pending","screening_reason":null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (23, 7, 'unit_name', '[1]', '{"unit_name_id":1,"unit_id":1,"kind":"name","name":"Prime","folded":"prime"}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 1, 'variable', '[1]', '{"variable_id":1,"key":"tone","level_id":1,"type":"nominal","label":"Tone","question":null,"position":0,"asked_when":null,"rollup":null,"minimum":null,"maximum":null,"measure":null,"tolerance":0.0,"rules":null,"otherwise":null,"retired":0,"change_id":2}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 2, 'variable', '[2]', '{"variable_id":2,"key":"age","level_id":3,"type":"number","label":"Age","question":null,"position":1,"asked_when":null,"rollup":null,"minimum":null,"maximum":null,"measure":null,"tolerance":1.0,"rules":null,"otherwise":null,"retired":0,"change_id":2}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 3, 'variable', '[3]', '{"variable_id":3,"key":"lead","level_id":3,"type":"boolean","label":"Lead","question":null,"position":2,"asked_when":null,"rollup":null,"minimum":null,"maximum":null,"measure":null,"tolerance":0.0,"rules":null,"otherwise":null,"retired":0,"change_id":2}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 4, 'variable', '[4]', '{"variable_id":4,"key":"remark","level_id":4,"type":"text","label":"Remark","question":null,"position":3,"asked_when":null,"rollup":null,"minimum":null,"maximum":null,"measure":null,"tolerance":0.0,"rules":null,"otherwise":null,"retired":0,"change_id":2}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 5, 'variable', '[5]', '{"variable_id":5,"key":"act","level_id":4,"type":"multi","label":"Act","question":null,"position":4,"asked_when":null,"rollup":null,"minimum":null,"maximum":null,"measure":null,"tolerance":0.0,"rules":null,"otherwise":null,"retired":0,"change_id":2}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 6, 'variable', '[6]', '{"variable_id":6,"key":"motif","level_id":1,"type":"multi","label":"Motif","question":null,"position":5,"asked_when":null,"rollup":null,"minimum":null,"maximum":null,"measure":null,"tolerance":0.0,"rules":null,"otherwise":null,"retired":0,"change_id":2}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 7, 'code', '[1]', '{"code_id":1,"uuid":"ea19227d-cd25-487b-aade-0423e7812319","variable_id":1,"parent_id":null,"kind":"code","key":"comic","label":"Comic","position":0,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 8, 'code', '[2]', '{"code_id":2,"uuid":"c3be7d20-ad9c-4bc5-91b0-c43fff9f37f2","variable_id":1,"parent_id":null,"kind":"code","key":"grave","label":"Grave","position":1,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 9, 'code', '[3]', '{"code_id":3,"uuid":"ac534691-2847-45a1-a951-556277698ba3","variable_id":3,"parent_id":null,"kind":"code","key":"yes","label":"Yes","position":0,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 10, 'code', '[4]', '{"code_id":4,"uuid":"c316f20c-3dd3-48c3-9878-add94e5ac1c7","variable_id":3,"parent_id":null,"kind":"code","key":"no","label":"No","position":1,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 11, 'code', '[5]', '{"code_id":5,"uuid":"129f0f3e-84f9-4168-91dc-977a25218f1b","variable_id":5,"parent_id":null,"kind":"code","key":"flirting","label":"Flirting","position":0,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 12, 'code', '[6]', '{"code_id":6,"uuid":"0d739dac-9f0d-43d7-947e-494f9e86720e","variable_id":5,"parent_id":null,"kind":"code","key":"dating","label":"Dating","position":1,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 13, 'code', '[7]', '{"code_id":7,"uuid":"851da920-b76c-4292-b7be-3bcd03e2dd0f","variable_id":5,"parent_id":null,"kind":"code","key":"gift","label":"Gift","position":2,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 14, 'code', '[8]', '{"code_id":8,"uuid":"e5fa3da4-99e9-4f8d-a62a-cef6474ded2c","variable_id":6,"parent_id":null,"kind":"code","key":"m1","label":"M1","position":0,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 15, 'code', '[9]', '{"code_id":9,"uuid":"c1f2a5f2-70e0-420c-97af-ac747bcf57dd","variable_id":6,"parent_id":null,"kind":"code","key":"m2","label":"M2","position":1,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 16, 'code', '[10]', '{"code_id":10,"uuid":"e6bb54ce-6847-4f09-80df-1f0ecc779b77","variable_id":6,"parent_id":null,"kind":"code","key":"m3","label":"M3","position":2,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 17, 'code', '[11]', '{"code_id":11,"uuid":"bcf02c8f-2c67-4bea-af9b-c614ca208334","variable_id":6,"parent_id":null,"kind":"code","key":"m4","label":"M4","position":3,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 18, 'code', '[12]', '{"code_id":12,"uuid":"55358e04-0d3d-47c9-a769-7973ee2718b7","variable_id":6,"parent_id":null,"kind":"code","key":"m5","label":"M5","position":4,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 19, 'code', '[13]', '{"code_id":13,"uuid":"1e0d59a7-9d7b-4f3c-a817-1768e0d209c4","variable_id":6,"parent_id":null,"kind":"code","key":"m6","label":"M6","position":5,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 20, 'code', '[14]', '{"code_id":14,"uuid":"5dc251d7-18a9-4efb-9b35-0638a76271af","variable_id":6,"parent_id":null,"kind":"code","key":"m7","label":"M7","position":6,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 21, 'code', '[15]', '{"code_id":15,"uuid":"17024707-fb12-470f-be8f-c759a782f8f0","variable_id":6,"parent_id":null,"kind":"code","key":"m8","label":"M8","position":7,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 22, 'code', '[16]', '{"code_id":16,"uuid":"e894f663-e67f-4f26-9b86-62816dce937b","variable_id":6,"parent_id":null,"kind":"code","key":"m9","label":"M9","position":8,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 23, 'code', '[17]', '{"code_id":17,"uuid":"5444c422-662a-4480-9f89-4adf40cbad3d","variable_id":6,"parent_id":null,"kind":"code","key":"m10","label":"M10","position":9,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 24, 'code', '[18]', '{"code_id":18,"uuid":"a0a8cbfe-d2bc-404c-8591-0dba2354200a","variable_id":6,"parent_id":null,"kind":"code","key":"m11","label":"M11","position":10,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 25, 'code', '[19]', '{"code_id":19,"uuid":"1f820fef-5a52-447e-8faa-3081b5e9bf58","variable_id":6,"parent_id":null,"kind":"code","key":"m12","label":"M12","position":11,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 26, 'code', '[20]', '{"code_id":20,"uuid":"e23d5bb6-4db3-4829-aa14-92dfa0a4a3da","variable_id":6,"parent_id":null,"kind":"code","key":"m13","label":"M13","position":12,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 27, 'code', '[21]', '{"code_id":21,"uuid":"d05725c6-a7e3-4afb-b81a-9a5e84f186da","variable_id":6,"parent_id":null,"kind":"code","key":"m14","label":"M14","position":13,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 28, 'code', '[22]', '{"code_id":22,"uuid":"7ef34158-685a-4104-bd8d-06c3ea0db24d","variable_id":6,"parent_id":null,"kind":"code","key":"m15","label":"M15","position":14,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 29, 'code', '[23]', '{"code_id":23,"uuid":"b5970c19-12a3-484c-bc34-2775ae1b7eee","variable_id":6,"parent_id":null,"kind":"code","key":"m16","label":"M16","position":15,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 30, 'code', '[24]', '{"code_id":24,"uuid":"0a97f6ff-c60c-4b39-9568-ee8a1b631b32","variable_id":6,"parent_id":null,"kind":"code","key":"m17","label":"M17","position":16,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 31, 'code', '[25]', '{"code_id":25,"uuid":"6670ec5d-d169-4e34-bbed-2892e3efc1bb","variable_id":6,"parent_id":null,"kind":"code","key":"m18","label":"M18","position":17,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 32, 'code', '[26]', '{"code_id":26,"uuid":"92efca95-f2c2-42fa-9c41-5444eccd2154","variable_id":6,"parent_id":null,"kind":"code","key":"m19","label":"M19","position":18,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 33, 'code', '[27]', '{"code_id":27,"uuid":"329cbfd4-4bc5-4844-870f-85bc6a719764","variable_id":6,"parent_id":null,"kind":"code","key":"m20","label":"M20","position":19,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 34, 'code', '[28]', '{"code_id":28,"uuid":"18b2bacc-536b-492e-8d80-8e8493a1c96f","variable_id":6,"parent_id":null,"kind":"code","key":"m21","label":"M21","position":20,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 35, 'code', '[29]', '{"code_id":29,"uuid":"405e83db-4ef9-4cd0-a9e5-91e00ef88a3b","variable_id":6,"parent_id":null,"kind":"code","key":"m22","label":"M22","position":21,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 36, 'code', '[30]', '{"code_id":30,"uuid":"8ddd3bd7-f45c-4d21-94da-17e4b7e6d818","variable_id":6,"parent_id":null,"kind":"code","key":"m23","label":"M23","position":22,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 37, 'code', '[31]', '{"code_id":31,"uuid":"61ab73db-2a93-4239-9874-4dc300ad2810","variable_id":6,"parent_id":null,"kind":"code","key":"m24","label":"M24","position":23,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 38, 'code', '[32]', '{"code_id":32,"uuid":"fb155597-50f3-4d01-bd79-d6c6d32d7997","variable_id":6,"parent_id":null,"kind":"code","key":"m25","label":"M25","position":24,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 39, 'code', '[33]', '{"code_id":33,"uuid":"f1a7da4f-bda3-4ab0-bc85-ba85dd2d162d","variable_id":6,"parent_id":null,"kind":"code","key":"m26","label":"M26","position":25,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 40, 'code', '[34]', '{"code_id":34,"uuid":"9f9438cb-61bf-4b31-a5bb-fcbe0cfc34c0","variable_id":6,"parent_id":null,"kind":"code","key":"m27","label":"M27","position":26,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 41, 'code', '[35]', '{"code_id":35,"uuid":"9ebde066-c49a-4e62-83a2-2e9dea6bf100","variable_id":6,"parent_id":null,"kind":"code","key":"m28","label":"M28","position":27,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 42, 'code', '[36]', '{"code_id":36,"uuid":"05c8ba42-4731-4500-966b-d653f4072d79","variable_id":6,"parent_id":null,"kind":"code","key":"m29","label":"M29","position":28,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 43, 'code', '[37]', '{"code_id":37,"uuid":"6bdaab07-d57f-4238-bbb4-b072856b3e8b","variable_id":6,"parent_id":null,"kind":"code","key":"m30","label":"M30","position":29,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 44, 'code', '[38]', '{"code_id":38,"uuid":"8e1419f1-d983-42c7-869d-db2e2deec4a9","variable_id":6,"parent_id":null,"kind":"code","key":"m31","label":"M31","position":30,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 45, 'code', '[39]', '{"code_id":39,"uuid":"6044245a-f6bd-4278-a87c-5ed10781dde3","variable_id":6,"parent_id":null,"kind":"code","key":"m32","label":"M32","position":31,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 46, 'code', '[40]', '{"code_id":40,"uuid":"04bf7f51-a516-4ab6-96bf-6664411b3bac","variable_id":6,"parent_id":null,"kind":"code","key":"m33","label":"M33","position":32,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 47, 'code', '[41]', '{"code_id":41,"uuid":"f9d37240-75c0-47a0-8b6d-38c084aac587","variable_id":6,"parent_id":null,"kind":"code","key":"m34","label":"M34","position":33,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 48, 'code', '[42]', '{"code_id":42,"uuid":"87fe6ec5-95ed-40ef-9433-d368ca9b0deb","variable_id":6,"parent_id":null,"kind":"code","key":"m35","label":"M35","position":34,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 49, 'code', '[43]', '{"code_id":43,"uuid":"4069ab19-7297-48db-9ab0-bc67501ca3c8","variable_id":6,"parent_id":null,"kind":"code","key":"m36","label":"M36","position":35,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 50, 'code', '[44]', '{"code_id":44,"uuid":"241fddd5-08bf-4618-9a2e-87bcca41cc60","variable_id":6,"parent_id":null,"kind":"code","key":"m37","label":"M37","position":36,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 51, 'code', '[45]', '{"code_id":45,"uuid":"25a77e36-22e3-461a-b98a-0843e9cf0951","variable_id":6,"parent_id":null,"kind":"code","key":"m38","label":"M38","position":37,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 52, 'code', '[46]', '{"code_id":46,"uuid":"8c375982-c603-49cb-a9d4-d86678612dd6","variable_id":6,"parent_id":null,"kind":"code","key":"m39","label":"M39","position":38,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 53, 'code', '[47]', '{"code_id":47,"uuid":"e46eb339-e145-4092-bc4c-628801e95963","variable_id":6,"parent_id":null,"kind":"code","key":"m40","label":"M40","position":39,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 54, 'code', '[48]', '{"code_id":48,"uuid":"42d4d063-d588-42da-ac60-a0c620ad0f02","variable_id":6,"parent_id":null,"kind":"code","key":"m41","label":"M41","position":40,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 55, 'code', '[49]', '{"code_id":49,"uuid":"65c10ed3-06f6-4ccc-bdb2-6250838eeab3","variable_id":6,"parent_id":null,"kind":"code","key":"m42","label":"M42","position":41,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 56, 'code', '[50]', '{"code_id":50,"uuid":"cfbf718f-69d8-4f6b-a354-06e2672c016c","variable_id":6,"parent_id":null,"kind":"code","key":"m43","label":"M43","position":42,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 57, 'code', '[51]', '{"code_id":51,"uuid":"bb7cf7ad-fbd9-4e12-9af9-ce35397845c7","variable_id":6,"parent_id":null,"kind":"code","key":"m44","label":"M44","position":43,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 58, 'code', '[52]', '{"code_id":52,"uuid":"f205ef97-157c-4b20-b2df-70df490bd17f","variable_id":6,"parent_id":null,"kind":"code","key":"m45","label":"M45","position":44,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 59, 'code', '[53]', '{"code_id":53,"uuid":"74ae1665-378c-47f0-a98d-b37fc1a4aa80","variable_id":6,"parent_id":null,"kind":"code","key":"m46","label":"M46","position":45,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 60, 'code', '[54]', '{"code_id":54,"uuid":"580ecb2e-3bd3-4954-b08b-4daaa4e0f433","variable_id":6,"parent_id":null,"kind":"code","key":"m47","label":"M47","position":46,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 61, 'code', '[55]', '{"code_id":55,"uuid":"4ae6bbd2-d32a-4939-8356-74a84d36fcc4","variable_id":6,"parent_id":null,"kind":"code","key":"m48","label":"M48","position":47,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 62, 'code', '[56]', '{"code_id":56,"uuid":"37d34a1f-4618-4037-831d-f7eec2857e5d","variable_id":6,"parent_id":null,"kind":"code","key":"m49","label":"M49","position":48,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 63, 'code', '[57]', '{"code_id":57,"uuid":"8b74e645-7ce4-414b-9f11-42a3b12727d2","variable_id":6,"parent_id":null,"kind":"code","key":"m50","label":"M50","position":49,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 64, 'code', '[58]', '{"code_id":58,"uuid":"7af2f552-51c0-4a10-a69c-df5f2da2de8c","variable_id":6,"parent_id":null,"kind":"code","key":"m51","label":"M51","position":50,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 65, 'code', '[59]', '{"code_id":59,"uuid":"12c21c38-2d4e-4215-afdc-da82d411fb1f","variable_id":6,"parent_id":null,"kind":"code","key":"m52","label":"M52","position":51,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 66, 'code', '[60]', '{"code_id":60,"uuid":"f96fe55e-09b9-4e4c-ae78-7f4e7906df36","variable_id":6,"parent_id":null,"kind":"code","key":"m53","label":"M53","position":52,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 67, 'code', '[61]', '{"code_id":61,"uuid":"cf3a250b-c4fd-4343-85dc-aeb718e06bad","variable_id":6,"parent_id":null,"kind":"code","key":"m54","label":"M54","position":53,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 68, 'code', '[62]', '{"code_id":62,"uuid":"4f655211-a67f-4049-ac09-c5c439984b9a","variable_id":6,"parent_id":null,"kind":"code","key":"m55","label":"M55","position":54,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 69, 'code', '[63]', '{"code_id":63,"uuid":"50b15115-7906-434e-91da-b8ad6106c4dc","variable_id":6,"parent_id":null,"kind":"code","key":"m56","label":"M56","position":55,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 70, 'code', '[64]', '{"code_id":64,"uuid":"b1b99798-f02a-4b24-a011-43c88609b461","variable_id":6,"parent_id":null,"kind":"code","key":"m57","label":"M57","position":56,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 71, 'code', '[65]', '{"code_id":65,"uuid":"49c1d8da-a70e-489b-a0a1-f9bcc11d2d87","variable_id":6,"parent_id":null,"kind":"code","key":"m58","label":"M58","position":57,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 72, 'code', '[66]', '{"code_id":66,"uuid":"89d51bb0-eae0-4f44-af62-ea90cf8ad43c","variable_id":6,"parent_id":null,"kind":"code","key":"m59","label":"M59","position":58,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 73, 'code', '[67]', '{"code_id":67,"uuid":"2eb352d4-9613-4eb2-a157-a10c8a6e46ce","variable_id":6,"parent_id":null,"kind":"code","key":"m60","label":"M60","position":59,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 74, 'code', '[68]', '{"code_id":68,"uuid":"e4f0842a-0bb3-4183-9384-679d010eb1bb","variable_id":6,"parent_id":null,"kind":"code","key":"m61","label":"M61","position":60,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 75, 'code', '[69]', '{"code_id":69,"uuid":"38d849dc-3f95-4d61-be0b-6ee46c30768c","variable_id":6,"parent_id":null,"kind":"code","key":"m62","label":"M62","position":61,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 76, 'code', '[70]', '{"code_id":70,"uuid":"af2d5dc8-d6d1-4285-820c-146a3b09d65f","variable_id":6,"parent_id":null,"kind":"code","key":"m63","label":"M63","position":62,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 77, 'code', '[71]', '{"code_id":71,"uuid":"0ddbe7ca-7f18-4767-8e81-1aa165b924d0","variable_id":6,"parent_id":null,"kind":"code","key":"m64","label":"M64","position":63,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 78, 'code', '[72]', '{"code_id":72,"uuid":"f35a182c-addd-4d03-af3e-936acb4a5ef8","variable_id":6,"parent_id":null,"kind":"code","key":"m65","label":"M65","position":64,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 79, 'code', '[73]', '{"code_id":73,"uuid":"a4b111af-de54-4de2-aeae-f3cf1ccbae93","variable_id":6,"parent_id":null,"kind":"code","key":"m66","label":"M66","position":65,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 80, 'code', '[74]', '{"code_id":74,"uuid":"a4871c76-7eca-421a-a6af-19593551abe4","variable_id":6,"parent_id":null,"kind":"code","key":"m67","label":"M67","position":66,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 81, 'code', '[75]', '{"code_id":75,"uuid":"2c2a7444-7aff-4e05-9c5f-b5ee89949315","variable_id":6,"parent_id":null,"kind":"code","key":"m68","label":"M68","position":67,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 82, 'code', '[76]', '{"code_id":76,"uuid":"a7a53c60-814f-423c-b766-3a831386d721","variable_id":6,"parent_id":null,"kind":"code","key":"m69","label":"M69","position":68,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 83, 'code', '[77]', '{"code_id":77,"uuid":"77b3ffc8-98f7-4e4a-a003-cb48a6062b3a","variable_id":6,"parent_id":null,"kind":"code","key":"m70","label":"M70","position":69,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 84, 'code', '[78]', '{"code_id":78,"uuid":"a604cf71-86bd-49d4-89da-1c3a6534c9f6","variable_id":6,"parent_id":null,"kind":"code","key":"m71","label":"M71","position":70,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 85, 'code', '[79]', '{"code_id":79,"uuid":"c7beda6a-94a4-4201-a4c6-86e597dd259e","variable_id":6,"parent_id":null,"kind":"code","key":"m72","label":"M72","position":71,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 86, 'code', '[80]', '{"code_id":80,"uuid":"27fb54ff-973c-4d20-8a0a-9609f6381558","variable_id":6,"parent_id":null,"kind":"code","key":"m73","label":"M73","position":72,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 87, 'code', '[81]', '{"code_id":81,"uuid":"6a490abe-b16d-48fa-8abe-9b289c8b1c4b","variable_id":6,"parent_id":null,"kind":"code","key":"m74","label":"M74","position":73,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 88, 'code', '[82]', '{"code_id":82,"uuid":"a9c1e2b0-63a8-418d-98a1-9c0aa50db32b","variable_id":6,"parent_id":null,"kind":"code","key":"m75","label":"M75","position":74,"depth":0,"assignable":1,"retired":0}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 89, 'study', '[1]', '{"study_id":1,"uuid":"80e8982a-54ec-4c44-a51c-7a2874113142","policy":"majority","codebook_id":1,"title":null,"creator":null,"licence":null,"description":null,"population":null,"frame":null,"frame_size":null,"sampling":null,"seed":null,"context":null,"training_hours":null,"change_id":2}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (24, 90, 'wave', '[1]', '{"wave_id":1,"key":"main","purpose":"main","codebook_id":1,"locked_at":null,"change_id":2}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (25, 1, 'annotation', '[5,7,1,1]', '{"variable_id": 5, "unit_id": 7, "coder_id": 1, "wave_id": 1, "level_id": 4, "codebook_id": 1, "basis": 4, "text": null, "note": null, "change_id": 13, "answer": "5|n", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (26, 1, 'annotation', '[5,7,1,1]', '{"variable_id": 5, "unit_id": 7, "coder_id": 1, "wave_id": 1, "level_id": 4, "codebook_id": 2, "basis": 4, "text": null, "note": null, "change_id": 25, "answer": "5|c83?7", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (28, 1, 'annotation', '[5,7,1,1]', '{"variable_id": 5, "unit_id": 7, "coder_id": 1, "wave_id": 1, "level_id": 4, "codebook_id": 1, "basis": 4, "text": null, "note": null, "change_id": 13, "answer": "5|n", "answer_form": null}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (30, 1, 'annotation', '[5,9,1,1]', '{"variable_id":5,"unit_id":9,"coder_id":1,"wave_id":1,"level_id":4,"codebook_id":2,"answer":"5|c6","answer_form":null,"basis":2,"text":null,"note":null,"change_id":29}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (32, 1, 'coder', '[3]', '{"coder_id":3,"uuid":"673c858a-65bc-4fa4-bac3-e7e1a0175061","key":"cleo","kind":"person","name":null,"change_id":31}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (38, 1, 'annotation', '[5,9,1,1]', '{"variable_id":5,"unit_id":9,"coder_id":1,"wave_id":1,"level_id":4,"codebook_id":2,"answer":"5|c6,7","answer_form":null,"basis":2,"text":null,"note":null,"change_id":30}');
INSERT INTO change_row (change_id, position, table_name, row_key, "before") VALUES (39, 1, 'annotation', '[5,9,1,1]', '{"variable_id":5,"unit_id":9,"coder_id":1,"wave_id":1,"level_id":4,"codebook_id":2,"answer":"5|c7","answer_form":null,"basis":2,"text":null,"note":null,"change_id":38}');
INSERT INTO codebook (codebook_id, uuid, "key", version, document, sha256, headline, level_names, general, change_id) VALUES (1, '6bd10860-187d-4d4e-9b06-720c5057e156', 'third', '1', 'codebook: third
version: "1"
variables:
  - {key: tone, label: Tone, level: title, type: nominal, codes: [
      {key: comic, label: Comic}, {key: grave, label: Grave}]}
  - {key: age, label: Age, level: portrayal, type: number, tolerance: 1}
  - {key: lead, label: Lead, level: portrayal, type: boolean}
  - {key: remark, label: Remark, level: relationship, type: text}
  - {key: act, label: Act, level: relationship, type: multi, codes: [
      {key: flirting, label: Flirting}, {key: dating, label: Dating}, {key: gift, label: Gift}]}
  - {key: motif, label: Motif, level: title, type: multi, codes: [{key: m1, label: M1}, {key: m2, label: M2}, {key: m3, label: M3}, {key: m4, label: M4}, {key: m5, label: M5}, {key: m6, label: M6}, {key: m7, label: M7}, {key: m8, label: M8}, {key: m9, label: M9}, {key: m10, label: M10}, {key: m11, label: M11}, {key: m12, label: M12}, {key: m13, label: M13}, {key: m14, label: M14}, {key: m15, label: M15}, {key: m16, label: M16}, {key: m17, label: M17}, {key: m18, label: M18}, {key: m19, label: M19}, {key: m20, label: M20}, {key: m21, label: M21}, {key: m22, label: M22}, {key: m23, label: M23}, {key: m24, label: M24}, {key: m25, label: M25}, {key: m26, label: M26}, {key: m27, label: M27}, {key: m28, label: M28}, {key: m29, label: M29}, {key: m30, label: M30}, {key: m31, label: M31}, {key: m32, label: M32}, {key: m33, label: M33}, {key: m34, label: M34}, {key: m35, label: M35}, {key: m36, label: M36}, {key: m37, label: M37}, {key: m38, label: M38}, {key: m39, label: M39}, {key: m40, label: M40}, {key: m41, label: M41}, {key: m42, label: M42}, {key: m43, label: M43}, {key: m44, label: M44}, {key: m45, label: M45}, {key: m46, label: M46}, {key: m47, label: M47}, {key: m48, label: M48}, {key: m49, label: M49}, {key: m50, label: M50}, {key: m51, label: M51}, {key: m52, label: M52}, {key: m53, label: M53}, {key: m54, label: M54}, {key: m55, label: M55}, {key: m56, label: M56}, {key: m57, label: M57}, {key: m58, label: M58}, {key: m59, label: M59}, {key: m60, label: M60}, {key: m61, label: M61}, {key: m62, label: M62}, {key: m63, label: M63}, {key: m64, label: M64}, {key: m65, label: M65}, {key: m66, label: M66}, {key: m67, label: M67}, {key: m68, label: M68}, {key: m69, label: M69}, {key: m70, label: M70}, {key: m71, label: M71}, {key: m72, label: M72}, {key: m73, label: M73}, {key: m74, label: M74}, {key: m75, label: M75}]}
', 'eb2f8e42851fe22c50ac82d6a40694c5606b62ab3b6a6304e29eb1d94e5b07b9', NULL, '{}', 'in general', 2);
INSERT INTO codebook (codebook_id, uuid, "key", version, document, sha256, headline, level_names, general, change_id) VALUES (2, '33a11fa5-014d-44a6-8adc-8fcd8e7472d4', 'third', '2', 'codebook: third
version: "2"
variables:
  - {key: tone, label: Tone, level: title, type: nominal, codes: [
      {key: comic, label: Comic}, {key: grave, label: Grave}]}
  - {key: age, label: Age, level: portrayal, type: number, tolerance: 1}
  - {key: lead, label: Lead, level: portrayal, type: boolean}
  - {key: remark, label: Remark, level: relationship, type: text}
  - {key: act, label: Act, level: relationship, type: multi, codes: [
      {key: flirting, label: Flirting}, {key: dating, label: Dating}, {key: sham, label: Sham}, {key: gift, label: Gift}]}
  - {key: motif, label: Motif, level: title, type: multi, codes: [{key: m1, label: M1}, {key: m2, label: M2}, {key: m3, label: M3}, {key: m4, label: M4}, {key: m5, label: M5}, {key: m6, label: M6}, {key: m7, label: M7}, {key: m8, label: M8}, {key: m9, label: M9}, {key: m10, label: M10}, {key: m11, label: M11}, {key: m12, label: M12}, {key: m13, label: M13}, {key: m14, label: M14}, {key: m15, label: M15}, {key: m16, label: M16}, {key: m17, label: M17}, {key: m18, label: M18}, {key: m19, label: M19}, {key: m20, label: M20}, {key: m21, label: M21}, {key: m22, label: M22}, {key: m23, label: M23}, {key: m24, label: M24}, {key: m25, label: M25}, {key: m26, label: M26}, {key: m27, label: M27}, {key: m28, label: M28}, {key: m29, label: M29}, {key: m30, label: M30}, {key: m31, label: M31}, {key: m32, label: M32}, {key: m33, label: M33}, {key: m34, label: M34}, {key: m35, label: M35}, {key: m36, label: M36}, {key: m37, label: M37}, {key: m38, label: M38}, {key: m39, label: M39}, {key: m40, label: M40}, {key: m41, label: M41}, {key: m42, label: M42}, {key: m43, label: M43}, {key: m44, label: M44}, {key: m45, label: M45}, {key: m46, label: M46}, {key: m47, label: M47}, {key: m48, label: M48}, {key: m49, label: M49}, {key: m50, label: M50}, {key: m51, label: M51}, {key: m52, label: M52}, {key: m53, label: M53}, {key: m54, label: M54}, {key: m55, label: M55}, {key: m56, label: M56}, {key: m57, label: M57}, {key: m58, label: M58}, {key: m59, label: M59}, {key: m60, label: M60}, {key: m61, label: M61}, {key: m62, label: M62}, {key: m63, label: M63}, {key: m64, label: M64}, {key: m65, label: M65}, {key: m66, label: M66}, {key: m67, label: M67}, {key: m68, label: M68}, {key: m69, label: M69}, {key: m70, label: M70}, {key: m71, label: M71}, {key: m72, label: M72}, {key: m73, label: M73}, {key: m74, label: M74}, {key: m75, label: M75}]}
', '28bf012e416af23e265062897272b8fd129ea34610ca95557d39b013e6d51bdb', NULL, '{}', 'in general', 24);
INSERT INTO coder (coder_id, uuid, "key", kind, name, change_id) VALUES (1, '3b8aa64c-645b-4de8-b438-f652d283a3c9', 'ana', 'person', NULL, 1);
INSERT INTO coder (coder_id, uuid, "key", kind, name, change_id) VALUES (2, '463d7611-a91d-4c38-a7cc-e60ffe3945f1', 'ben', 'person', NULL, 3);
INSERT INTO coder (coder_id, uuid, "key", kind, name, change_id) VALUES (4, 'c8104716-60b4-485b-9c9f-30f8b119a1f4', 'cleo', 'person', NULL, 33);
INSERT INTO source (source_id, uuid, "key", citation, address, dated, change_id) VALUES (1, '4128d616-e848-48ec-9606-be47d27ec56a', 'a-book', 'A book', NULL, NULL, 14);
INSERT INTO source (source_id, uuid, "key", citation, address, dated, change_id) VALUES (2, 'e12a1192-7c05-47b7-9811-b3dc1cc1a71d', 'a-paper', 'A paper', NULL, NULL, 19);
INSERT INTO unit (unit_id, uuid, "key", level_id, title_id, parent_id, name, performer, year, change_id) VALUES (1, '3871916a-0ac5-4eba-9983-4ef4b4d4eee2', 'prime', 1, 1, NULL, 'Prime', NULL, 2005, 23);
INSERT INTO unit (unit_id, uuid, "key", level_id, title_id, parent_id, name, performer, year, change_id) VALUES (3, '80502a6e-2456-401e-8ef5-84bfb134e6f0', 'shrinking', 1, 3, NULL, 'Shrinking', NULL, 2005, 6);
INSERT INTO unit (unit_id, uuid, "key", level_id, title_id, parent_id, name, performer, year, change_id) VALUES (4, 'f37b84cb-0425-40e2-99ee-134b96d9e947', 'prime/lisa-metzger', 3, 1, 1, 'Lisa Metzger', NULL, NULL, 7);
INSERT INTO unit (unit_id, uuid, "key", level_id, title_id, parent_id, name, performer, year, change_id) VALUES (5, '741d7aaf-1e27-4d18-a938-1e96d81db1e9', 'prime/lisa-metzger/rafi', 4, 1, 4, 'Rafi', NULL, NULL, 8);
INSERT INTO unit (unit_id, uuid, "key", level_id, title_id, parent_id, name, performer, year, change_id) VALUES (6, 'c17a36e1-251d-4bb6-bc97-26b6cd2d7281', 'shrinking/jimmy-laird', 3, 3, 3, 'Jimmy Laird', NULL, NULL, 9);
INSERT INTO unit (unit_id, uuid, "key", level_id, title_id, parent_id, name, performer, year, change_id) VALUES (7, 'e8f36903-06d5-434a-a71d-f7ec8943ef50', 'shrinking/jimmy-laird/sean', 4, 3, 6, 'Sean', NULL, NULL, 10);
INSERT INTO unit (unit_id, uuid, "key", level_id, title_id, parent_id, name, performer, year, change_id) VALUES (9, '931af7de-31b0-445a-8371-a187988f4c22', 'shrinking/jimmy-laird/gaby', 4, 3, 6, 'Gaby', NULL, NULL, 12);
INSERT INTO variable (variable_id, "key", level_id, "type", label, question, position, asked_when, rollup, minimum, maximum, measure, tolerance, rules, otherwise, retired, change_id) VALUES (1, 'tone', 1, 'nominal', 'Tone', NULL, 0, NULL, NULL, NULL, NULL, NULL, 0.0, NULL, NULL, 0, 24);
INSERT INTO variable (variable_id, "key", level_id, "type", label, question, position, asked_when, rollup, minimum, maximum, measure, tolerance, rules, otherwise, retired, change_id) VALUES (2, 'age', 3, 'number', 'Age', NULL, 1, NULL, NULL, NULL, NULL, NULL, 1.0, NULL, NULL, 0, 24);
INSERT INTO variable (variable_id, "key", level_id, "type", label, question, position, asked_when, rollup, minimum, maximum, measure, tolerance, rules, otherwise, retired, change_id) VALUES (3, 'lead', 3, 'boolean', 'Lead', NULL, 2, NULL, NULL, NULL, NULL, NULL, 0.0, NULL, NULL, 0, 24);
INSERT INTO variable (variable_id, "key", level_id, "type", label, question, position, asked_when, rollup, minimum, maximum, measure, tolerance, rules, otherwise, retired, change_id) VALUES (4, 'remark', 4, 'text', 'Remark', NULL, 3, NULL, NULL, NULL, NULL, NULL, 0.0, NULL, NULL, 0, 24);
INSERT INTO variable (variable_id, "key", level_id, "type", label, question, position, asked_when, rollup, minimum, maximum, measure, tolerance, rules, otherwise, retired, change_id) VALUES (5, 'act', 4, 'multi', 'Act', NULL, 4, NULL, NULL, NULL, NULL, NULL, 0.0, NULL, NULL, 0, 24);
INSERT INTO variable (variable_id, "key", level_id, "type", label, question, position, asked_when, rollup, minimum, maximum, measure, tolerance, rules, otherwise, retired, change_id) VALUES (6, 'motif', 1, 'multi', 'Motif', NULL, 5, NULL, NULL, NULL, NULL, NULL, 0.0, NULL, NULL, 0, 24);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (1, 'ea19227d-cd25-487b-aade-0423e7812319', 1, NULL, 'code', 'comic', 'Comic', 0, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (2, 'c3be7d20-ad9c-4bc5-91b0-c43fff9f37f2', 1, NULL, 'code', 'grave', 'Grave', 1, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (3, 'ac534691-2847-45a1-a951-556277698ba3', 3, NULL, 'code', 'yes', 'Yes', 0, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (4, 'c316f20c-3dd3-48c3-9878-add94e5ac1c7', 3, NULL, 'code', 'no', 'No', 1, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (5, '129f0f3e-84f9-4168-91dc-977a25218f1b', 5, NULL, 'code', 'flirting', 'Flirting', 0, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (6, '0d739dac-9f0d-43d7-947e-494f9e86720e', 5, NULL, 'code', 'dating', 'Dating', 1, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (7, '851da920-b76c-4292-b7be-3bcd03e2dd0f', 5, NULL, 'code', 'gift', 'Gift', 3, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (8, 'e5fa3da4-99e9-4f8d-a62a-cef6474ded2c', 6, NULL, 'code', 'm1', 'M1', 0, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (9, 'c1f2a5f2-70e0-420c-97af-ac747bcf57dd', 6, NULL, 'code', 'm2', 'M2', 1, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (10, 'e6bb54ce-6847-4f09-80df-1f0ecc779b77', 6, NULL, 'code', 'm3', 'M3', 2, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (11, 'bcf02c8f-2c67-4bea-af9b-c614ca208334', 6, NULL, 'code', 'm4', 'M4', 3, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (12, '55358e04-0d3d-47c9-a769-7973ee2718b7', 6, NULL, 'code', 'm5', 'M5', 4, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (13, '1e0d59a7-9d7b-4f3c-a817-1768e0d209c4', 6, NULL, 'code', 'm6', 'M6', 5, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (14, '5dc251d7-18a9-4efb-9b35-0638a76271af', 6, NULL, 'code', 'm7', 'M7', 6, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (15, '17024707-fb12-470f-be8f-c759a782f8f0', 6, NULL, 'code', 'm8', 'M8', 7, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (16, 'e894f663-e67f-4f26-9b86-62816dce937b', 6, NULL, 'code', 'm9', 'M9', 8, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (17, '5444c422-662a-4480-9f89-4adf40cbad3d', 6, NULL, 'code', 'm10', 'M10', 9, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (18, 'a0a8cbfe-d2bc-404c-8591-0dba2354200a', 6, NULL, 'code', 'm11', 'M11', 10, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (19, '1f820fef-5a52-447e-8faa-3081b5e9bf58', 6, NULL, 'code', 'm12', 'M12', 11, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (20, 'e23d5bb6-4db3-4829-aa14-92dfa0a4a3da', 6, NULL, 'code', 'm13', 'M13', 12, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (21, 'd05725c6-a7e3-4afb-b81a-9a5e84f186da', 6, NULL, 'code', 'm14', 'M14', 13, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (22, '7ef34158-685a-4104-bd8d-06c3ea0db24d', 6, NULL, 'code', 'm15', 'M15', 14, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (23, 'b5970c19-12a3-484c-bc34-2775ae1b7eee', 6, NULL, 'code', 'm16', 'M16', 15, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (24, '0a97f6ff-c60c-4b39-9568-ee8a1b631b32', 6, NULL, 'code', 'm17', 'M17', 16, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (25, '6670ec5d-d169-4e34-bbed-2892e3efc1bb', 6, NULL, 'code', 'm18', 'M18', 17, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (26, '92efca95-f2c2-42fa-9c41-5444eccd2154', 6, NULL, 'code', 'm19', 'M19', 18, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (27, '329cbfd4-4bc5-4844-870f-85bc6a719764', 6, NULL, 'code', 'm20', 'M20', 19, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (28, '18b2bacc-536b-492e-8d80-8e8493a1c96f', 6, NULL, 'code', 'm21', 'M21', 20, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (29, '405e83db-4ef9-4cd0-a9e5-91e00ef88a3b', 6, NULL, 'code', 'm22', 'M22', 21, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (30, '8ddd3bd7-f45c-4d21-94da-17e4b7e6d818', 6, NULL, 'code', 'm23', 'M23', 22, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (31, '61ab73db-2a93-4239-9874-4dc300ad2810', 6, NULL, 'code', 'm24', 'M24', 23, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (32, 'fb155597-50f3-4d01-bd79-d6c6d32d7997', 6, NULL, 'code', 'm25', 'M25', 24, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (33, 'f1a7da4f-bda3-4ab0-bc85-ba85dd2d162d', 6, NULL, 'code', 'm26', 'M26', 25, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (34, '9f9438cb-61bf-4b31-a5bb-fcbe0cfc34c0', 6, NULL, 'code', 'm27', 'M27', 26, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (35, '9ebde066-c49a-4e62-83a2-2e9dea6bf100', 6, NULL, 'code', 'm28', 'M28', 27, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (36, '05c8ba42-4731-4500-966b-d653f4072d79', 6, NULL, 'code', 'm29', 'M29', 28, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (37, '6bdaab07-d57f-4238-bbb4-b072856b3e8b', 6, NULL, 'code', 'm30', 'M30', 29, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (38, '8e1419f1-d983-42c7-869d-db2e2deec4a9', 6, NULL, 'code', 'm31', 'M31', 30, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (39, '6044245a-f6bd-4278-a87c-5ed10781dde3', 6, NULL, 'code', 'm32', 'M32', 31, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (40, '04bf7f51-a516-4ab6-96bf-6664411b3bac', 6, NULL, 'code', 'm33', 'M33', 32, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (41, 'f9d37240-75c0-47a0-8b6d-38c084aac587', 6, NULL, 'code', 'm34', 'M34', 33, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (42, '87fe6ec5-95ed-40ef-9433-d368ca9b0deb', 6, NULL, 'code', 'm35', 'M35', 34, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (43, '4069ab19-7297-48db-9ab0-bc67501ca3c8', 6, NULL, 'code', 'm36', 'M36', 35, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (44, '241fddd5-08bf-4618-9a2e-87bcca41cc60', 6, NULL, 'code', 'm37', 'M37', 36, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (45, '25a77e36-22e3-461a-b98a-0843e9cf0951', 6, NULL, 'code', 'm38', 'M38', 37, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (46, '8c375982-c603-49cb-a9d4-d86678612dd6', 6, NULL, 'code', 'm39', 'M39', 38, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (47, 'e46eb339-e145-4092-bc4c-628801e95963', 6, NULL, 'code', 'm40', 'M40', 39, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (48, '42d4d063-d588-42da-ac60-a0c620ad0f02', 6, NULL, 'code', 'm41', 'M41', 40, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (49, '65c10ed3-06f6-4ccc-bdb2-6250838eeab3', 6, NULL, 'code', 'm42', 'M42', 41, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (50, 'cfbf718f-69d8-4f6b-a354-06e2672c016c', 6, NULL, 'code', 'm43', 'M43', 42, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (51, 'bb7cf7ad-fbd9-4e12-9af9-ce35397845c7', 6, NULL, 'code', 'm44', 'M44', 43, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (52, 'f205ef97-157c-4b20-b2df-70df490bd17f', 6, NULL, 'code', 'm45', 'M45', 44, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (53, '74ae1665-378c-47f0-a98d-b37fc1a4aa80', 6, NULL, 'code', 'm46', 'M46', 45, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (54, '580ecb2e-3bd3-4954-b08b-4daaa4e0f433', 6, NULL, 'code', 'm47', 'M47', 46, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (55, '4ae6bbd2-d32a-4939-8356-74a84d36fcc4', 6, NULL, 'code', 'm48', 'M48', 47, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (56, '37d34a1f-4618-4037-831d-f7eec2857e5d', 6, NULL, 'code', 'm49', 'M49', 48, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (57, '8b74e645-7ce4-414b-9f11-42a3b12727d2', 6, NULL, 'code', 'm50', 'M50', 49, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (58, '7af2f552-51c0-4a10-a69c-df5f2da2de8c', 6, NULL, 'code', 'm51', 'M51', 50, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (59, '12c21c38-2d4e-4215-afdc-da82d411fb1f', 6, NULL, 'code', 'm52', 'M52', 51, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (60, 'f96fe55e-09b9-4e4c-ae78-7f4e7906df36', 6, NULL, 'code', 'm53', 'M53', 52, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (61, 'cf3a250b-c4fd-4343-85dc-aeb718e06bad', 6, NULL, 'code', 'm54', 'M54', 53, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (62, '4f655211-a67f-4049-ac09-c5c439984b9a', 6, NULL, 'code', 'm55', 'M55', 54, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (63, '50b15115-7906-434e-91da-b8ad6106c4dc', 6, NULL, 'code', 'm56', 'M56', 55, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (64, 'b1b99798-f02a-4b24-a011-43c88609b461', 6, NULL, 'code', 'm57', 'M57', 56, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (65, '49c1d8da-a70e-489b-a0a1-f9bcc11d2d87', 6, NULL, 'code', 'm58', 'M58', 57, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (66, '89d51bb0-eae0-4f44-af62-ea90cf8ad43c', 6, NULL, 'code', 'm59', 'M59', 58, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (67, '2eb352d4-9613-4eb2-a157-a10c8a6e46ce', 6, NULL, 'code', 'm60', 'M60', 59, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (68, 'e4f0842a-0bb3-4183-9384-679d010eb1bb', 6, NULL, 'code', 'm61', 'M61', 60, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (69, '38d849dc-3f95-4d61-be0b-6ee46c30768c', 6, NULL, 'code', 'm62', 'M62', 61, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (70, 'af2d5dc8-d6d1-4285-820c-146a3b09d65f', 6, NULL, 'code', 'm63', 'M63', 62, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (71, '0ddbe7ca-7f18-4767-8e81-1aa165b924d0', 6, NULL, 'code', 'm64', 'M64', 63, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (72, 'f35a182c-addd-4d03-af3e-936acb4a5ef8', 6, NULL, 'code', 'm65', 'M65', 64, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (73, 'a4b111af-de54-4de2-aeae-f3cf1ccbae93', 6, NULL, 'code', 'm66', 'M66', 65, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (74, 'a4871c76-7eca-421a-a6af-19593551abe4', 6, NULL, 'code', 'm67', 'M67', 66, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (75, '2c2a7444-7aff-4e05-9c5f-b5ee89949315', 6, NULL, 'code', 'm68', 'M68', 67, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (76, 'a7a53c60-814f-423c-b766-3a831386d721', 6, NULL, 'code', 'm69', 'M69', 68, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (77, '77b3ffc8-98f7-4e4a-a003-cb48a6062b3a', 6, NULL, 'code', 'm70', 'M70', 69, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (78, 'a604cf71-86bd-49d4-89da-1c3a6534c9f6', 6, NULL, 'code', 'm71', 'M71', 70, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (79, 'c7beda6a-94a4-4201-a4c6-86e597dd259e', 6, NULL, 'code', 'm72', 'M72', 71, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (80, '27fb54ff-973c-4d20-8a0a-9609f6381558', 6, NULL, 'code', 'm73', 'M73', 72, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (81, '6a490abe-b16d-48fa-8abe-9b289c8b1c4b', 6, NULL, 'code', 'm74', 'M74', 73, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (82, 'a9c1e2b0-63a8-418d-98a1-9c0aa50db32b', 6, NULL, 'code', 'm75', 'M75', 74, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, "key", label, position, depth, assignable, retired) VALUES (83, '2c63ffcb-1043-491e-8c82-19cc59b3c3f3', 5, NULL, 'code', 'sham', 'Sham', 2, 0, 1, 0);
INSERT INTO study (study_id, uuid, policy, codebook_id, title, creator, licence, description, population, frame, frame_size, sampling, seed, context, training_hours, change_id) VALUES (1, '80e8982a-54ec-4c44-a51c-7a2874113142', 'majority', 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 24);
INSERT INTO title (title_id, kind, end_year, synopsis, note, stratum, screened, screening_reason) VALUES (1, 'film', NULL, NULL, NULL, NULL, 'pending', NULL);
INSERT INTO title (title_id, kind, end_year, synopsis, note, stratum, screened, screening_reason) VALUES (3, 'film', NULL, NULL, NULL, NULL, 'pending', NULL);
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (1, 1, 'name', 'Prime', 'prime');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (3, 3, 'name', 'Shrinking', 'shrinking');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (4, 4, 'name', 'Lisa Metzger', 'lisa metzger');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (5, 5, 'name', 'Rafi', 'rafi');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (6, 6, 'name', 'Jimmy Laird', 'jimmy laird');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (7, 7, 'name', 'Sean', 'sean');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (9, 9, 'name', 'Gaby', 'gaby');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (10, 1, 'alias', 'Prime Again', 'prime again');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (11, 1, 'alias', 'prime-again', 'prime-again');
INSERT INTO wave (wave_id, "key", purpose, codebook_id, locked_at, change_id) VALUES (1, 'main', 'main', 2, NULL, 24);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (1, 1, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (2, 2, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (3, 3, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (4, 4, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (5, 5, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (6, 6, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (7, 7, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (8, 8, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (9, 9, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (10, 10, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (11, 11, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (12, 12, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (13, 13, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (14, 14, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (15, 15, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (16, 16, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (17, 17, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (18, 18, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (19, 19, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (20, 20, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (21, 21, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (22, 22, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (23, 23, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (24, 24, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (25, 25, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (26, 26, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (27, 27, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (28, 28, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (29, 29, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (30, 30, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (31, 31, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (32, 32, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (33, 33, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (34, 34, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (35, 35, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (36, 36, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (37, 37, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (38, 38, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (39, 39, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (40, 40, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (41, 41, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (42, 42, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (43, 43, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (44, 44, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (45, 45, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (46, 46, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (47, 47, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (48, 48, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (49, 49, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (50, 50, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (51, 51, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (52, 52, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (53, 53, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (54, 54, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (55, 55, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (56, 56, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (57, 57, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (58, 58, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (59, 59, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (60, 60, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (61, 61, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (62, 62, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (63, 63, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (64, 64, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (65, 65, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (66, 66, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (67, 67, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (68, 68, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (69, 69, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (70, 70, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (71, 71, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (72, 72, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (73, 73, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (74, 74, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (75, 75, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (76, 76, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (77, 77, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (78, 78, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (79, 79, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (80, 80, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (81, 81, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (82, 82, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (83, 83, 1);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 1);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 2);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 3);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 4);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 5);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 6);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 7);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 8);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 9);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 10);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 11);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 12);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 13);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 14);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 15);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 16);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 17);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 18);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 19);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 20);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 21);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 22);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 23);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 24);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 25);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 26);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 27);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 28);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 29);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 30);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 31);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 32);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 33);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 34);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 35);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 36);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 37);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 38);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 39);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 40);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 41);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 42);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 43);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 44);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 45);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 46);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 47);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 48);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 49);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 50);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 51);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 52);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 53);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 54);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 55);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 56);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 57);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 58);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 59);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 60);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 61);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 62);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 63);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 64);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 65);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 66);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 67);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 68);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 69);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 70);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 71);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 72);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 73);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 74);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 75);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 76);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 77);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 78);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 79);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 80);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 81);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (1, 82);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 1);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 2);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 3);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 4);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 5);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 6);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 7);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 8);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 9);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 10);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 11);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 12);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 13);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 14);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 15);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 16);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 17);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 18);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 19);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 20);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 21);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 22);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 23);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 24);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 25);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 26);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 27);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 28);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 29);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 30);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 31);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 32);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 33);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 34);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 35);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 36);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 37);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 38);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 39);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 40);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 41);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 42);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 43);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 44);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 45);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 46);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 47);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 48);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 49);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 50);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 51);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 52);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 53);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 54);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 55);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 56);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 57);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 58);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 59);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 60);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 61);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 62);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 63);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 64);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 65);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 66);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 67);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 68);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 69);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 70);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 71);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 72);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 73);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 74);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 75);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 76);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 77);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 78);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 79);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 80);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 81);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 82);
INSERT INTO codebook_code (codebook_id, code_id) VALUES (2, 83);
INSERT INTO evidence (evidence_id, uuid, variable_id, unit_id, coder_id, wave_id, code_id, episode_id, source_id, start_ms, end_ms, quote, description) VALUES (3, '72cecbbd-f392-4d59-9e6d-889c46958a37', 5, 5, 2, 1, 6, NULL, 1, NULL, NULL, NULL, NULL);
INSERT INTO evidence (evidence_id, uuid, variable_id, unit_id, coder_id, wave_id, code_id, episode_id, source_id, start_ms, end_ms, quote, description) VALUES (5, 'd4a9b115-46d9-4028-b848-a0ac6af9db67', 5, 5, 1, 1, NULL, NULL, 2, NULL, NULL, NULL, 'Seen there.');
INSERT INTO ballot (ballot_id, variable_id, "key", form, adjudicated, basis, voters, answers, hearsay, disputed, mean, majority, unanimous, "any") VALUES (34, 1, '1||0|c2@1', NULL, 0, 'watched', 1, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO ballot (ballot_id, variable_id, "key", form, adjudicated, basis, voters, answers, hearsay, disputed, mean, majority, unanimous, "any") VALUES (35, 2, '2||2|c=0.0@1', NULL, 0, 'documented', 1, 1, 0, 0, 0.0, 1, 1, 1);
INSERT INTO ballot (ballot_id, variable_id, "key", form, adjudicated, basis, voters, answers, hearsay, disputed, mean, majority, unanimous, "any") VALUES (36, 3, '3||2|c4@1', NULL, 0, 'documented', 1, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO ballot (ballot_id, variable_id, "key", form, adjudicated, basis, voters, answers, hearsay, disputed, mean, majority, unanimous, "any") VALUES (37, 4, '4||3|c@1', NULL, 0, 'unstated', 1, 1, 0, 0, NULL, 3, 3, 3);
INSERT INTO ballot (ballot_id, variable_id, "key", form, adjudicated, basis, voters, answers, hearsay, disputed, mean, majority, unanimous, "any") VALUES (38, 5, '5||0|c7@1', NULL, 0, 'watched', 1, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO ballot (ballot_id, variable_id, "key", form, adjudicated, basis, voters, answers, hearsay, disputed, mean, majority, unanimous, "any") VALUES (39, 5, '5||2|c6,7@2', NULL, 0, 'documented', 1, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO ballot (ballot_id, variable_id, "key", form, adjudicated, basis, voters, answers, hearsay, disputed, mean, majority, unanimous, "any") VALUES (40, 5, '5||2|c7?6@1', NULL, 0, 'documented', 1, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO ballot (ballot_id, variable_id, "key", form, adjudicated, basis, voters, answers, hearsay, disputed, mean, majority, unanimous, "any") VALUES (41, 6, '6||3|c8?82@1', NULL, 0, 'unstated', 1, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO ballot (ballot_id, variable_id, "key", form, adjudicated, basis, voters, answers, hearsay, disputed, mean, majority, unanimous, "any") VALUES (42, 6, '6||3|c9@1', NULL, 0, 'unstated', 1, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO ballot (ballot_id, variable_id, "key", form, adjudicated, basis, voters, answers, hearsay, disputed, mean, majority, unanimous, "any") VALUES (43, 5, '5||2|c6,7@2;n@2', NULL, 0, 'documented', 2, 2, 0, 1, NULL, 0, 0, 0);
INSERT INTO ballot (ballot_id, variable_id, "key", form, adjudicated, basis, voters, answers, hearsay, disputed, mean, majority, unanimous, "any") VALUES (44, 6, '6||0|c8,9@2', NULL, 0, 'watched', 1, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO ballot (ballot_id, variable_id, "key", form, adjudicated, basis, voters, answers, hearsay, disputed, mean, majority, unanimous, "any") VALUES (45, 5, '5||2|c7@2;n@2', NULL, 0, 'documented', 2, 2, 0, 1, NULL, 0, 0, 0);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (34, 2, 1, 1, 1, 1);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (36, 4, 1, 1, 1, 1);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (38, 7, 1, 1, 1, 1);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (38, 83, 0, 7, 7, 7);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (39, 6, 1, 1, 1, 1);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (39, 7, 1, 1, 1, 1);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (40, 6, 0, 4, 4, 4);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (40, 7, 1, 1, 1, 1);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (40, 83, 0, 7, 7, 7);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (41, 8, 1, 1, 1, 1);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (41, 82, 0, 4, 4, 4);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (42, 9, 1, 1, 1, 1);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (43, 0, 1, 3, 3, 0);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (43, 6, 1, 3, 3, 1);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (43, 7, 1, 3, 3, 1);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (44, 8, 1, 1, 1, 1);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (44, 9, 1, 1, 1, 1);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (45, 0, 1, 3, 3, 0);
INSERT INTO ballot_node (ballot_id, code_id, votes, majority, unanimous, "any") VALUES (45, 7, 1, 3, 3, 1);
INSERT INTO unit_ballot (variable_id, unit_id, ballot_id) VALUES (1, 1, 34);
INSERT INTO unit_ballot (variable_id, unit_id, ballot_id) VALUES (2, 4, 35);
INSERT INTO unit_ballot (variable_id, unit_id, ballot_id) VALUES (3, 4, 36);
INSERT INTO unit_ballot (variable_id, unit_id, ballot_id) VALUES (4, 5, 37);
INSERT INTO unit_ballot (variable_id, unit_id, ballot_id) VALUES (4, 7, 37);
INSERT INTO unit_ballot (variable_id, unit_id, ballot_id) VALUES (5, 5, 38);
INSERT INTO unit_ballot (variable_id, unit_id, ballot_id) VALUES (5, 7, 40);
INSERT INTO unit_ballot (variable_id, unit_id, ballot_id) VALUES (5, 9, 43);
INSERT INTO unit_ballot (variable_id, unit_id, ballot_id) VALUES (6, 1, 44);
INSERT INTO unit_ballot (variable_id, unit_id, ballot_id) VALUES (6, 3, 41);
INSERT INTO change_variable (change_id, variable_id) VALUES (13, 1);
INSERT INTO change_variable (change_id, variable_id) VALUES (13, 2);
INSERT INTO change_variable (change_id, variable_id) VALUES (13, 3);
INSERT INTO change_variable (change_id, variable_id) VALUES (13, 4);
INSERT INTO change_variable (change_id, variable_id) VALUES (13, 5);
INSERT INTO change_variable (change_id, variable_id) VALUES (13, 6);
INSERT INTO change_variable (change_id, variable_id) VALUES (14, 5);
INSERT INTO change_variable (change_id, variable_id) VALUES (15, 1);
INSERT INTO change_variable (change_id, variable_id) VALUES (15, 2);
INSERT INTO change_variable (change_id, variable_id) VALUES (15, 3);
INSERT INTO change_variable (change_id, variable_id) VALUES (15, 4);
INSERT INTO change_variable (change_id, variable_id) VALUES (15, 6);
INSERT INTO change_variable (change_id, variable_id) VALUES (16, 5);
INSERT INTO change_variable (change_id, variable_id) VALUES (17, 5);
INSERT INTO change_variable (change_id, variable_id) VALUES (18, 5);
INSERT INTO change_variable (change_id, variable_id) VALUES (19, 2);
INSERT INTO change_variable (change_id, variable_id) VALUES (19, 4);
INSERT INTO change_variable (change_id, variable_id) VALUES (19, 5);
INSERT INTO change_variable (change_id, variable_id) VALUES (22, 6);
INSERT INTO change_variable (change_id, variable_id) VALUES (23, 6);
INSERT INTO change_variable (change_id, variable_id) VALUES (25, 5);
INSERT INTO change_variable (change_id, variable_id) VALUES (28, 5);
INSERT INTO change_variable (change_id, variable_id) VALUES (29, 5);
INSERT INTO change_variable (change_id, variable_id) VALUES (30, 5);
INSERT INTO change_variable (change_id, variable_id) VALUES (34, 5);
INSERT INTO change_variable (change_id, variable_id) VALUES (35, 5);
INSERT INTO change_variable (change_id, variable_id) VALUES (36, 6);
INSERT INTO change_variable (change_id, variable_id) VALUES (37, 6);
INSERT INTO change_variable (change_id, variable_id) VALUES (38, 5);
INSERT INTO change_variable (change_id, variable_id) VALUES (39, 5);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (1, 1, 0, NULL, '1|c2', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (2, 2, 0, 0.0, '2|c=0.0', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (3, 2, 0, 41.5, '2|c=41.5', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (4, 3, 0, NULL, '3|c4', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (5, 4, 0, NULL, '4|c', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (6, 5, 0, NULL, '5|c7', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (7, 5, 0, NULL, '5|c6', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (8, 5, 0, NULL, '5|c83', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (9, 5, 0, NULL, '5|c7?6', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (10, 6, 0, NULL, '6|c9', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (11, 6, 0, NULL, '6|c8?82', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (12, 5, 0, NULL, '5|c6,7', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (13, 5, 1, NULL, '5|n', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (14, 6, 0, NULL, '6|c8,9', NULL);
INSERT INTO answer (answer_id, variable_id, state, number, "key", form) VALUES (15, 6, 0, NULL, '6|c82', NULL);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (1, 1, 2, 0);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (3, 4, 4, 0);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (5, 6, 7, 0);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (5, 7, 6, 0);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (5, 8, 83, 0);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (5, 9, 6, 1);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (5, 9, 7, 0);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (6, 10, 9, 0);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (6, 11, 8, 0);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (6, 11, 82, 1);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (5, 12, 6, 0);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (5, 12, 7, 0);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (6, 14, 8, 0);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (6, 14, 9, 0);
INSERT INTO answer_code (variable_id, answer_id, code_id, doubtful) VALUES (6, 15, 82, 0);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (1, 1, 1, 1, 1, 1, 1, 0, NULL, 'After all.', 15);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (2, 4, 1, 1, 3, 1, 2, 2, NULL, NULL, 15);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (2, 4, 2, 1, 3, 1, 3, 3, NULL, NULL, 19);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (3, 4, 1, 1, 3, 1, 4, 2, NULL, NULL, 15);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (4, 5, 1, 1, 4, 1, 5, 3, 'Another.', NULL, 15);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (4, 7, 2, 1, 4, 1, 5, 3, 'In words.', NULL, 19);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (5, 5, 1, 1, 4, 1, 6, 0, NULL, 'from the sheet', 19);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (5, 5, 2, 1, 4, 1, 7, 3, NULL, NULL, 14);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (5, 5, 4, 1, 4, 2, 7, 1, NULL, NULL, 35);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (5, 7, 1, 1, 4, 2, 8, 4, NULL, NULL, 28);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (5, 7, 2, 1, 4, 1, 9, 2, NULL, NULL, 19);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (5, 9, 1, 1, 4, 2, 12, 2, NULL, NULL, 30);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (5, 9, 2, 1, 4, 2, 13, 2, NULL, NULL, 34);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (6, 1, 1, 1, 1, 1, 10, 3, NULL, NULL, 23);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (6, 1, 4, 1, 1, 2, 14, 0, NULL, NULL, 36);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (6, 3, 1, 1, 1, 1, 11, 3, NULL, NULL, 15);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, answer_id, basis, "text", note, change_id) VALUES (6, 3, 4, 1, 1, 2, 15, 4, NULL, NULL, 37);
INSERT INTO unit_search (unit_search) VALUES ('rebuild');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES ('change', 39);
INSERT INTO sqlite_sequence VALUES ('coder', 4);
INSERT INTO sqlite_sequence VALUES ('codebook', 2);
INSERT INTO sqlite_sequence VALUES ('variable', 6);
INSERT INTO sqlite_sequence VALUES ('code', 83);
INSERT INTO sqlite_sequence VALUES ('wave', 1);
INSERT INTO sqlite_sequence VALUES ('unit', 9);
INSERT INTO sqlite_sequence VALUES ('unit_name', 11);
INSERT INTO sqlite_sequence VALUES ('ballot', 45);
INSERT INTO sqlite_sequence VALUES ('evidence', 5);
INSERT INTO sqlite_sequence VALUES ('source', 2);
INSERT INTO sqlite_sequence VALUES ('answer', 15);
CREATE INDEX ix_change_row_table_name_row_key ON change_row (table_name, row_key);
CREATE INDEX ix_unit_level_id_title_id ON unit (level_id, title_id);
CREATE INDEX ix_unit_parent_id ON unit (parent_id);
CREATE INDEX ix_claim_unit_id ON claim (unit_id);
CREATE INDEX ix_unit_name_folded ON unit_name (folded);
CREATE INDEX ix_code_implies_implied_id_code_id ON code_implies (implied_id, code_id);
CREATE INDEX ix_identifier_title_id ON identifier (title_id);
CREATE INDEX ix_title_term_field_folded_title_id ON title_term (field, folded, title_id);
CREATE INDEX ix_viewing_coder_id_title_id ON viewing (coder_id, title_id);
CREATE INDEX ix_viewing_title_id_episode_id ON viewing (title_id, episode_id);
CREATE INDEX ix_evidence_episode_id ON evidence (episode_id);
CREATE INDEX ix_evidence_source_id ON evidence (source_id);
CREATE INDEX ix_evidence_variable_id_unit_id_coder_id_wave_id_code_id ON evidence (variable_id, unit_id, coder_id, wave_id, code_id);
CREATE INDEX ix_unit_ballot_unit_id ON unit_ballot (unit_id);
CREATE INDEX ix_annotation_unit_id ON annotation (unit_id);
CREATE TRIGGER unit_name_inserted AFTER INSERT ON unit_name BEGIN INSERT INTO unit_search(rowid, folded) VALUES (new.unit_name_id, new.folded); END;
CREATE TRIGGER unit_name_deleted AFTER DELETE ON unit_name BEGIN INSERT INTO unit_search(unit_search, rowid, folded) VALUES ('delete', old.unit_name_id, old.folded); END;
CREATE TRIGGER unit_name_updated AFTER UPDATE ON unit_name BEGIN INSERT INTO unit_search(unit_search, rowid, folded) VALUES ('delete', old.unit_name_id, old.folded); INSERT INTO unit_search(rowid, folded) VALUES (new.unit_name_id, new.folded); END;
CREATE VIEW portrayal_view AS SELECT unit.key, titled.name AS title, unit.name, unit.performer, coalesce(unit.year, titled.year) AS year, title.kind, title.screened FROM unit JOIN unit AS titled ON titled.unit_id = unit.title_id JOIN title ON title.title_id = unit.title_id WHERE unit.level_id = 3;
CREATE VIEW relationship_view AS SELECT unit.key, titled.name AS title, above.name, above.performer, unit.name AS counterpart, unit.performer AS counterpart_performer, coalesce(unit.year, titled.year) AS year FROM unit JOIN unit AS above ON above.unit_id = unit.parent_id JOIN unit AS titled ON titled.unit_id = unit.title_id WHERE unit.level_id = 4;
CREATE VIEW finding_view AS SELECT unit.key AS unit, variable.key AS variable, code.key AS code, ballot_node.votes, ballot.answers, ballot.adjudicated, CASE CASE study.policy WHEN 'majority' THEN ballot_node.majority WHEN 'unanimous' THEN ballot_node.unanimous WHEN 'any' THEN ballot_node."any" END WHEN 0 THEN 'no' WHEN 1 THEN 'yes' WHEN 2 THEN 'undetermined' WHEN 3 THEN 'unsettled' WHEN 4 THEN 'cannot-tell' WHEN 5 THEN 'not-applicable' WHEN 6 THEN 'unavailable' WHEN 7 THEN 'not-coded' WHEN 8 THEN 'incomplete' WHEN 9 THEN 'no-unit' WHEN 10 THEN 'no-value' ELSE NULL END AS outcome FROM unit_ballot JOIN ballot ON ballot.ballot_id = unit_ballot.ballot_id JOIN ballot_node ON ballot_node.ballot_id = ballot.ballot_id JOIN unit ON unit.unit_id = unit_ballot.unit_id JOIN variable ON variable.variable_id = unit_ballot.variable_id JOIN code ON code.code_id = ballot_node.code_id AND code.kind = 'code' JOIN study ON study.study_id = 1;
CREATE VIEW title_view AS SELECT unit.key, unit.name AS title, unit.year, title.end_year, title.kind, (SELECT group_concat(term.value, '; ') AS aggregate_strings_1 FROM (SELECT title_term.value AS value FROM title_term WHERE title_term.title_id = unit.unit_id AND title_term.field = 'country' ORDER BY title_term.position) AS term) AS countries, (SELECT group_concat(known.written, '; ') AS aggregate_strings_2 FROM (SELECT identifier.scheme || ':' || identifier.value AS written FROM identifier WHERE identifier.title_id = unit.unit_id ORDER BY identifier.scheme, identifier.value) AS known) AS ids, title.screened, (SELECT count(*) AS count_1 FROM unit AS beneath WHERE beneath.title_id = unit.unit_id AND beneath.level_id = 3) AS portrayals, (SELECT count(*) AS count_2 FROM unit AS beneath WHERE beneath.title_id = unit.unit_id AND beneath.level_id = 4) AS relationships FROM unit JOIN title ON title.title_id = unit.unit_id WHERE unit.level_id = 1;
CREATE VIEW annotation_view AS SELECT unit.key AS unit, variable.key AS variable, coder.key AS coder, wave.key AS wave, CASE answer.state WHEN 0 THEN 'coded' WHEN 1 THEN 'none' WHEN 2 THEN 'cannot-tell' WHEN 3 THEN 'not-applicable' WHEN 4 THEN 'unavailable' ELSE NULL END AS state, CASE annotation.basis WHEN 0 THEN 'watched' WHEN 1 THEN 'watched-in-part' WHEN 2 THEN 'documented' WHEN 3 THEN 'unstated' WHEN 4 THEN 'hearsay' ELSE NULL END AS basis, code.key AS code, CASE WHEN (variable.type = 'multi') THEN answer_code.doubtful ELSE NULL END AS doubtful, answer.number, annotation.text, annotation.note FROM annotation JOIN unit ON unit.unit_id = annotation.unit_id JOIN variable ON variable.variable_id = annotation.variable_id JOIN coder ON coder.coder_id = annotation.coder_id JOIN wave ON wave.wave_id = annotation.wave_id JOIN answer ON answer.answer_id = annotation.answer_id LEFT OUTER JOIN answer_code ON answer_code.answer_id = answer.answer_id LEFT OUTER JOIN code ON code.code_id = answer_code.code_id;
