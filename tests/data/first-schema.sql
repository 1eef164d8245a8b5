-- A small study, as the first schema of portrayals kept it. Made once, never to be made again.
PRAGMA application_id = 1886549113;
PRAGMA user_version = 1;
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
CREATE TABLE tally (
	variable_id INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	adjudicated INTEGER NOT NULL,
	basis TEXT,
	answers INTEGER NOT NULL,
	none INTEGER NOT NULL,
	doubtful INTEGER NOT NULL,
	cannot_tell INTEGER NOT NULL,
	not_applicable INTEGER NOT NULL,
	unavailable INTEGER NOT NULL,
	hearsay INTEGER NOT NULL,
	number_low REAL,
	number_high REAL,
	number_mean REAL,
	CONSTRAINT pk_tally PRIMARY KEY (variable_id, unit_id),
	CONSTRAINT ck_tally_adjudicated CHECK (adjudicated IN (0, 1)),
	CONSTRAINT ck_tally_answers CHECK (none >= 0 AND doubtful >= 0 AND none + doubtful <= answers),
	CONSTRAINT fk_tally_unit_id FOREIGN KEY(unit_id) REFERENCES unit (unit_id),
	CONSTRAINT fk_tally_variable_id FOREIGN KEY(variable_id) REFERENCES variable (variable_id)
)
 WITHOUT ROWID,
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
CREATE TABLE annotation (
	variable_id INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	coder_id INTEGER NOT NULL,
	wave_id INTEGER NOT NULL,
	level_id INTEGER NOT NULL,
	codebook_id INTEGER NOT NULL,
	state TEXT NOT NULL,
	basis TEXT NOT NULL,
	code_id INTEGER,
	number REAL,
	text TEXT,
	note TEXT,
	change_id INTEGER NOT NULL,
	CONSTRAINT pk_annotation PRIMARY KEY (variable_id, unit_id, coder_id, wave_id),
	CONSTRAINT ck_annotation_basis CHECK (basis IN ('watched', 'watched-in-part', 'documented', 'unstated', 'hearsay')),
	CONSTRAINT ck_annotation_value CHECK (state = 'coded' OR (code_id IS NULL AND number IS NULL AND text IS NULL)),
	CONSTRAINT ck_annotation_state CHECK (state IN ('coded', 'none', 'cannot-tell', 'not-applicable', 'unavailable')),
	CONSTRAINT ck_annotation_one_value CHECK ((code_id IS NULL AND number IS NULL) OR (code_id IS NULL AND text IS NULL) OR (number IS NULL AND text IS NULL)),
	CONSTRAINT fk_annotation_change_id FOREIGN KEY(change_id) REFERENCES change (change_id),
	CONSTRAINT fk_annotation_codebook_id FOREIGN KEY(codebook_id) REFERENCES codebook (codebook_id),
	CONSTRAINT fk_annotation_coder_id FOREIGN KEY(coder_id) REFERENCES coder (coder_id),
	CONSTRAINT fk_annotation_unit_id_level_id FOREIGN KEY(unit_id, level_id) REFERENCES unit (unit_id, level_id),
	CONSTRAINT fk_annotation_variable_id_code_id FOREIGN KEY(variable_id, code_id) REFERENCES code (variable_id, code_id),
	CONSTRAINT fk_annotation_variable_id_level_id FOREIGN KEY(variable_id, level_id) REFERENCES variable (variable_id, level_id),
	CONSTRAINT fk_annotation_wave_id FOREIGN KEY(wave_id) REFERENCES wave (wave_id)
)
 WITHOUT ROWID,
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
CREATE TABLE tally_code (
	variable_id INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	code_id INTEGER NOT NULL,
	votes INTEGER NOT NULL,
	doubtful INTEGER NOT NULL,
	open INTEGER NOT NULL,
	against INTEGER,
	unasked INTEGER NOT NULL,
	unasked_cannot_tell INTEGER NOT NULL,
	unasked_not_applicable INTEGER NOT NULL,
	CONSTRAINT pk_tally_code PRIMARY KEY (variable_id, unit_id, code_id),
	CONSTRAINT ck_tally_code_counts CHECK (votes >= 0 AND doubtful >= 0 AND open >= 0 AND against >= 0 AND unasked >= 0 AND unasked_cannot_tell >= 0 AND unasked_not_applicable >= 0),
	CONSTRAINT fk_tally_code_variable_id_code_id FOREIGN KEY(variable_id, code_id) REFERENCES code (variable_id, code_id),
	CONSTRAINT fk_tally_code_variable_id_unit_id FOREIGN KEY(variable_id, unit_id) REFERENCES tally (variable_id, unit_id)
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
CREATE TABLE annotation_code (
	variable_id INTEGER NOT NULL,
	unit_id INTEGER NOT NULL,
	coder_id INTEGER NOT NULL,
	wave_id INTEGER NOT NULL,
	code_id INTEGER NOT NULL,
	doubtful INTEGER NOT NULL,
	CONSTRAINT pk_annotation_code PRIMARY KEY (variable_id, unit_id, coder_id, wave_id, code_id),
	CONSTRAINT ck_annotation_code_doubtful CHECK (doubtful IN (0, 1)),
	CONSTRAINT fk_annotation_code_variable_id_code_id FOREIGN KEY(variable_id, code_id) REFERENCES code (variable_id, code_id),
	CONSTRAINT fk_annotation_code_variable_id_unit_id_coder_id_wave_id FOREIGN KEY(variable_id, unit_id, coder_id, wave_id) REFERENCES annotation (variable_id, unit_id, coder_id, wave_id)
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
CREATE VIRTUAL TABLE unit_search USING fts5(folded, content='unit_name', content_rowid='unit_name_id', tokenize='unicode61');
INSERT INTO alembic_version (version_num) VALUES ('0001');
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (1, '2026-11-23T03:58:12.692679Z', 'ana', 'init', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (2, '2026-11-23T03:58:12.797864Z', 'ana', 'codebook apply', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (3, '2026-11-23T03:58:12.975938Z', 'ana', 'add coder bob', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (4, '2026-11-23T03:58:12.999493Z', 'ana', 'add title', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (5, '2026-11-23T03:58:13.037649Z', 'ana', 'add title', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (6, '2026-11-23T03:58:13.113388Z', 'ana', 'fill', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (7, '2026-11-23T03:58:13.147537Z', 'ana', 'add portrayal', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (8, '2026-11-23T03:58:13.181839Z', 'ana', 'add relationship', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (9, '2026-11-23T03:58:13.220693Z', 'ana', 'add portrayal', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (10, '2026-11-23T03:58:13.250360Z', 'ana', 'add relationship', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (11, '2026-11-23T03:58:13.301324Z', 'ana', 'annotate prime', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (12, '2026-11-23T03:58:13.391595Z', 'ana', 'annotate prime/lisa-metzger', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (13, '2026-11-23T03:58:13.433843Z', 'ana', 'tag prime/lisa-metzger/rafi', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (14, '2026-11-23T03:58:13.528693Z', 'bob', 'tag prime/lisa-metzger/rafi', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (15, '2026-11-23T03:58:13.621068Z', 'ana', 'tag shrinking/jimmy-laird/general', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (16, '2026-11-23T03:58:13.740060Z', 'ana', 'deepen', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (17, '2026-11-23T03:58:13.829746Z', 'ana', 'edit shrinking year=2022', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (18, '2026-11-23T03:58:13.922726Z', 'bob', 'annotate prime/lisa-metzger', NULL);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (19, '2026-11-23T03:58:15.018635Z', 'bob', 'undo', 18);
INSERT INTO change (change_id, at, actor, command, undoes_change_id) VALUES (20, '2026-11-23T03:58:15.839622Z', 'bob', 'annotate prime/lisa-metzger', NULL);
INSERT INTO level (level_id, key, parent_level_id) VALUES (1, 'title', NULL);
INSERT INTO level (level_id, key, parent_level_id) VALUES (2, 'episode', 1);
INSERT INTO level (level_id, key, parent_level_id) VALUES (3, 'portrayal', 1);
INSERT INTO level (level_id, key, parent_level_id) VALUES (4, 'relationship', 3);
INSERT INTO change_row (change_id, position, table_name, row_key, before) VALUES (2, 1, 'study', '[1]', '{"study_id":1,"uuid":"d75df5a6-34e1-4380-b1ff-2ff2295ebe7b","policy":"majority","codebook_id":null,"title":null,"creator":null,"licence":null,"description":null,"population":null,"frame":null,"frame_size":null,"sampling":null,"seed":null,"context":null,"training_hours":null,"change_id":1}');
INSERT INTO change_row (change_id, position, table_name, row_key, before) VALUES (17, 1, 'unit', '[2]', '{"unit_id":2,"uuid":"8f6efb41-b9a3-4b21-ae04-64096998d822","key":"shrinking","level_id":1,"title_id":2,"parent_id":null,"parent_level_id":null,"name":"Shrinking","performer":null,"year":2023,"change_id":5}');
INSERT INTO change_row (change_id, position, table_name, row_key, before) VALUES (17, 2, 'title', '[2]', '{"title_id":2,"level_id":1,"kind":"tv-series","end_year":null,"synopsis":"About Shrinking.","note":null,"stratum":null,"screened":"pending","screening_reason":null}');
INSERT INTO change_row (change_id, position, table_name, row_key, before) VALUES (17, 3, 'unit_name', '[3]', '{"unit_name_id":3,"unit_id":2,"kind":"name","name":"Shrinking","folded":"shrinking"}');
INSERT INTO change_row (change_id, position, table_name, row_key, before) VALUES (17, 4, 'unit_name', '[4]', '{"unit_name_id":4,"unit_id":2,"kind":"alias","name":"Grief","folded":"grief"}');
INSERT INTO change_row (change_id, position, table_name, row_key, before) VALUES (17, 5, 'unit_name', '[5]', '{"unit_name_id":5,"unit_id":2,"kind":"synopsis","name":"About Shrinking.","folded":"about shrinking."}');
INSERT INTO change_row (change_id, position, table_name, row_key, before) VALUES (19, 1, 'annotation', '[2,5,2,1]', '{"variable_id":2,"unit_id":5,"coder_id":2,"wave_id":1,"level_id":3,"codebook_id":1,"state":"coded","basis":"unstated","code_id":null,"number":40.0,"text":null,"note":null,"change_id":18}');
INSERT INTO codebook (codebook_id, uuid, key, version, document, sha256, headline, level_names, general, change_id) VALUES (1, 'bddb2e41-3592-4df6-879b-7136ebf2eedf', 'romance', '1', 'codebook: romance
version: "1"
headline: harm
variables:
  - {key: tone, label: Tone, level: title, type: nominal, codes: [
      {key: comic, label: Comic}, {key: grave, label: Grave}]}
  - {key: age, label: Age, level: portrayal, type: number, min: 0, max: 120, tolerance: 1}
  - {key: remark, label: Remark, level: portrayal, type: text}
  - key: act
    label: Act
    level: relationship
    type: multi
    codes:
      - key: romantic
        label: Romantic
        codes:
          - {key: flirting, label: Flirting, properties: {class: harm}}
          - {key: dating, label: Dating, properties: {class: harm}}
      - {key: gift, label: Gift, properties: {class: custom}}
derived:
  - {key: harm, label: Harm, level: relationship, type: boolean,
     rules: [{when: "act.class:harm", then: yes}], otherwise: no}
', '29c56f6dbeda377248862678e7761dd291447d9c1c6e13ca9097d34106994dea', 'harm', '{}', 'in general', 2);
INSERT INTO coder (coder_id, uuid, key, kind, name, change_id) VALUES (1, 'cae8e65b-d71b-45e0-8677-48615fed3f60', 'ana', 'person', NULL, 1);
INSERT INTO coder (coder_id, uuid, key, kind, name, change_id) VALUES (2, '6cd94565-b996-4cc3-a67f-4a63e96ccafa', 'bob', 'person', NULL, 3);
INSERT INTO coder (coder_id, uuid, key, kind, name, change_id) VALUES (3, 'b45fcc0e-1d90-4945-bece-ac44baa0f90b', 'consensus', 'consensus', NULL, 16);
INSERT INTO source (source_id, uuid, key, citation, address, dated, change_id) VALUES (1, '8cbf9cd1-60e0-4dc3-85a3-cc58a0426444', 'review', 'A review', NULL, NULL, 6);
INSERT INTO unit (unit_id, uuid, key, level_id, title_id, parent_id, name, performer, year, change_id) VALUES (1, '6f46a9a8-1774-4e27-be39-8bdc6add616e', 'prime', 1, 1, NULL, 'Prime', NULL, 2005, 4);
INSERT INTO unit (unit_id, uuid, key, level_id, title_id, parent_id, name, performer, year, change_id) VALUES (2, '8f6efb41-b9a3-4b21-ae04-64096998d822', 'shrinking', 1, 2, NULL, 'Shrinking', NULL, 2022, 17);
INSERT INTO unit (unit_id, uuid, key, level_id, title_id, parent_id, name, performer, year, change_id) VALUES (3, '5f3f938e-77c9-4cf5-b990-e85163cafa9f', 'shrinking/s01e01', 2, 2, 2, 'S01E01', NULL, NULL, 6);
INSERT INTO unit (unit_id, uuid, key, level_id, title_id, parent_id, name, performer, year, change_id) VALUES (4, 'b045b555-c744-41e1-a9e5-9629481b351d', 'shrinking/s01e02', 2, 2, 2, 'S01E02', NULL, NULL, 6);
INSERT INTO unit (unit_id, uuid, key, level_id, title_id, parent_id, name, performer, year, change_id) VALUES (5, '8ca8ba50-b1d9-4792-b77d-278b73c5d527', 'prime/lisa-metzger', 3, 1, 1, 'Lisa Metzger', 'Meryl Streep', NULL, 7);
INSERT INTO unit (unit_id, uuid, key, level_id, title_id, parent_id, name, performer, year, change_id) VALUES (6, '16d17f67-1aad-4453-93fb-1f17fc599dcb', 'prime/lisa-metzger/rafi', 4, 1, 5, 'Rafi', NULL, NULL, 8);
INSERT INTO unit (unit_id, uuid, key, level_id, title_id, parent_id, name, performer, year, change_id) VALUES (7, '13145873-b313-4268-90f7-55f47019087a', 'shrinking/jimmy-laird', 3, 2, 2, 'Jimmy Laird', NULL, NULL, 9);
INSERT INTO unit (unit_id, uuid, key, level_id, title_id, parent_id, name, performer, year, change_id) VALUES (8, '6f454920-fb54-405e-8693-76624f54fcc0', 'shrinking/jimmy-laird/general', 4, 2, 7, 'in general', NULL, NULL, 10);
INSERT INTO variable (variable_id, key, level_id, type, label, question, position, asked_when, rollup, minimum, maximum, measure, tolerance, rules, otherwise, retired, change_id) VALUES (1, 'tone', 1, 'nominal', 'Tone', NULL, 0, NULL, NULL, NULL, NULL, NULL, 0.0, NULL, NULL, 0, 2);
INSERT INTO variable (variable_id, key, level_id, type, label, question, position, asked_when, rollup, minimum, maximum, measure, tolerance, rules, otherwise, retired, change_id) VALUES (2, 'age', 3, 'number', 'Age', NULL, 1, NULL, NULL, 0.0, 120.0, NULL, 1.0, NULL, NULL, 0, 2);
INSERT INTO variable (variable_id, key, level_id, type, label, question, position, asked_when, rollup, minimum, maximum, measure, tolerance, rules, otherwise, retired, change_id) VALUES (3, 'remark', 3, 'text', 'Remark', NULL, 2, NULL, NULL, NULL, NULL, NULL, 0.0, NULL, NULL, 0, 2);
INSERT INTO variable (variable_id, key, level_id, type, label, question, position, asked_when, rollup, minimum, maximum, measure, tolerance, rules, otherwise, retired, change_id) VALUES (4, 'act', 4, 'multi', 'Act', NULL, 3, NULL, NULL, NULL, NULL, NULL, 0.0, NULL, NULL, 0, 2);
INSERT INTO variable (variable_id, key, level_id, type, label, question, position, asked_when, rollup, minimum, maximum, measure, tolerance, rules, otherwise, retired, change_id) VALUES (5, 'harm', 4, 'boolean', 'Harm', NULL, 4, NULL, NULL, NULL, NULL, NULL, 0.0, '[["act.class:harm", "yes"]]', 'no', 0, 2);
INSERT INTO claim (claim_id, uuid, source_id, unit_id, about_claim_id, stance, scope, basis, statement, stated_on, locator, change_id) VALUES (1, '2e4f3513-a7e8-41e0-bbb0-b90e870861e2', 1, 6, NULL, 'asserts', NULL, NULL, 'She flirts.', NULL, NULL, 16);
INSERT INTO claim (claim_id, uuid, source_id, unit_id, about_claim_id, stance, scope, basis, statement, stated_on, locator, change_id) VALUES (2, '285263bd-6e72-4910-8984-88690a8927ae', 1, NULL, 1, 'denies', NULL, NULL, 'She does not.', NULL, NULL, 16);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, key, label, position, depth, assignable, retired) VALUES (1, 'a2ec0ea8-35c7-4f56-932f-46274606d5f6', 1, NULL, 'code', 'comic', 'Comic', 0, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, key, label, position, depth, assignable, retired) VALUES (2, '4e8d8221-d994-4ba5-bc5b-0c2b8c334947', 1, NULL, 'code', 'grave', 'Grave', 1, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, key, label, position, depth, assignable, retired) VALUES (3, '2db21cdc-5c84-4014-a67e-7ce547e98737', 4, NULL, 'code', 'romantic', 'Romantic', 0, 0, 0, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, key, label, position, depth, assignable, retired) VALUES (4, 'fa808d1c-2d57-492b-aa0a-e496c68b0377', 4, 3, 'code', 'flirting', 'Flirting', 1, 1, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, key, label, position, depth, assignable, retired) VALUES (5, '6650a881-ce3e-4d95-855b-708cdfb601ac', 4, 3, 'code', 'dating', 'Dating', 2, 1, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, key, label, position, depth, assignable, retired) VALUES (6, 'bf2deefd-a9ff-43cc-a1f2-88363b7ef8a2', 4, NULL, 'code', 'gift', 'Gift', 3, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, key, label, position, depth, assignable, retired) VALUES (7, 'b73a3da4-4e70-4c52-a0dc-499401f40b57', 4, NULL, 'property', 'class:harm', 'class:harm', 4, 0, 0, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, key, label, position, depth, assignable, retired) VALUES (8, '9f15316a-76b0-4757-9738-ed78f05b024f', 4, NULL, 'property', 'class:custom', 'class:custom', 5, 0, 0, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, key, label, position, depth, assignable, retired) VALUES (9, '0f5a39d7-afef-48f9-835f-0025642ef380', 5, NULL, 'code', 'yes', 'Yes', 0, 0, 1, 0);
INSERT INTO code (code_id, uuid, variable_id, parent_id, kind, key, label, position, depth, assignable, retired) VALUES (10, 'baaff084-9672-4388-b798-93471fff5426', 5, NULL, 'code', 'no', 'No', 1, 0, 1, 0);
INSERT INTO episode (episode_id, title_id, season, number, aired) VALUES (3, 2, 1, 1, NULL);
INSERT INTO episode (episode_id, title_id, season, number, aired) VALUES (4, 2, 1, 2, NULL);
INSERT INTO study (study_id, uuid, policy, codebook_id, title, creator, licence, description, population, frame, frame_size, sampling, seed, context, training_hours, change_id) VALUES (1, 'd75df5a6-34e1-4380-b1ff-2ff2295ebe7b', 'majority', 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2);
INSERT INTO tally (variable_id, unit_id, adjudicated, basis, answers, "none", doubtful, cannot_tell, not_applicable, unavailable, hearsay, number_low, number_high, number_mean) VALUES (1, 1, 1, 'unstated', 1, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL);
INSERT INTO tally (variable_id, unit_id, adjudicated, basis, answers, "none", doubtful, cannot_tell, not_applicable, unavailable, hearsay, number_low, number_high, number_mean) VALUES (2, 5, 0, 'unstated', 2, 0, 0, 0, 0, 0, 0, 50.0, 52.5, 51.25);
INSERT INTO tally (variable_id, unit_id, adjudicated, basis, answers, "none", doubtful, cannot_tell, not_applicable, unavailable, hearsay, number_low, number_high, number_mean) VALUES (3, 5, 0, 'unstated', 1, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL);
INSERT INTO tally (variable_id, unit_id, adjudicated, basis, answers, "none", doubtful, cannot_tell, not_applicable, unavailable, hearsay, number_low, number_high, number_mean) VALUES (4, 6, 0, 'watched', 1, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL);
INSERT INTO tally (variable_id, unit_id, adjudicated, basis, answers, "none", doubtful, cannot_tell, not_applicable, unavailable, hearsay, number_low, number_high, number_mean) VALUES (4, 8, 0, 'unstated', 1, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL);
INSERT INTO title (title_id, kind, end_year, synopsis, note, stratum, screened, screening_reason) VALUES (1, 'film', NULL, 'About Prime.', NULL, NULL, 'pending', NULL);
INSERT INTO title (title_id, kind, end_year, synopsis, note, stratum, screened, screening_reason) VALUES (2, 'tv-series', NULL, 'About Shrinking.', NULL, NULL, 'pending', NULL);
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (1, 1, 'name', 'Prime', 'prime');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (2, 1, 'synopsis', 'About Prime.', 'about prime.');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (3, 2, 'name', 'Shrinking', 'shrinking');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (4, 2, 'alias', 'Grief', 'grief');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (5, 2, 'synopsis', 'About Shrinking.', 'about shrinking.');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (6, 3, 'name', 'S01E01', 's01e01');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (7, 4, 'name', 'S01E02', 's01e02');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (8, 5, 'name', 'Lisa Metzger', 'lisa metzger');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (9, 5, 'performer', 'Meryl Streep', 'meryl streep');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (10, 6, 'name', 'Rafi', 'rafi');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (11, 7, 'name', 'Jimmy Laird', 'jimmy laird');
INSERT INTO unit_name (unit_name_id, unit_id, kind, name, folded) VALUES (12, 8, 'name', 'in general', 'in general');
INSERT INTO unit_role (unit_id, position, role, folded) VALUES (5, 0, 'lead', 'lead');
INSERT INTO unit_role (unit_id, position, role, folded) VALUES (5, 1, 'mother', 'mother');
INSERT INTO wave (wave_id, key, purpose, codebook_id, locked_at, change_id) VALUES (1, 'main', 'main', 1, NULL, 2);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, state, basis, code_id, number, text, note, change_id) VALUES (1, 1, 1, 1, 1, 1, 'coded', 'unstated', 1, NULL, NULL, 'light', 11);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, state, basis, code_id, number, text, note, change_id) VALUES (1, 1, 3, 1, 1, 1, 'coded', 'unstated', 1, NULL, NULL, 'light', 16);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, state, basis, code_id, number, text, note, change_id) VALUES (2, 5, 1, 1, 3, 1, 'coded', 'unstated', NULL, 52.5, NULL, NULL, 12);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, state, basis, code_id, number, text, note, change_id) VALUES (2, 5, 2, 1, 3, 1, 'coded', 'unstated', NULL, 50.0, NULL, NULL, 20);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, state, basis, code_id, number, text, note, change_id) VALUES (3, 5, 1, 1, 3, 1, 'coded', 'unstated', NULL, NULL, 'wry', NULL, 12);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, state, basis, code_id, number, text, note, change_id) VALUES (4, 6, 1, 1, 4, 1, 'coded', 'unstated', NULL, NULL, NULL, NULL, 13);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, state, basis, code_id, number, text, note, change_id) VALUES (4, 6, 2, 1, 4, 1, 'coded', 'watched', NULL, NULL, NULL, NULL, 14);
INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id, state, basis, code_id, number, text, note, change_id) VALUES (4, 8, 1, 1, 4, 1, 'coded', 'unstated', NULL, NULL, NULL, NULL, 15);
INSERT INTO assignment (wave_id, coder_id, unit_id, purpose, seed, change_id) VALUES (1, 2, 1, 'reliability', 7, 16);
INSERT INTO claim_code (claim_id, variable_id, code_id) VALUES (1, 4, 4);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (1, 1, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (2, 2, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (3, 3, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (3, 4, 0);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (3, 5, 0);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (3, 7, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (4, 3, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (4, 4, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (4, 7, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (5, 3, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (5, 5, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (5, 7, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (6, 6, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (6, 8, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (9, 9, 1);
INSERT INTO code_implies (code_id, implied_id, certain) VALUES (10, 10, 1);
INSERT INTO code_property (code_id, name, value) VALUES (4, 'class', 'harm');
INSERT INTO code_property (code_id, name, value) VALUES (5, 'class', 'harm');
INSERT INTO code_property (code_id, name, value) VALUES (6, 'class', 'custom');
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
INSERT INTO identifier (scheme, value, title_id) VALUES ('imdb', 'tt0387514', 1);
INSERT INTO tally_code (variable_id, unit_id, code_id, votes, doubtful, "open", against, unasked, unasked_cannot_tell, unasked_not_applicable) VALUES (1, 1, 1, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO tally_code (variable_id, unit_id, code_id, votes, doubtful, "open", against, unasked, unasked_cannot_tell, unasked_not_applicable) VALUES (4, 6, 6, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO tally_code (variable_id, unit_id, code_id, votes, doubtful, "open", against, unasked, unasked_cannot_tell, unasked_not_applicable) VALUES (4, 6, 8, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO tally_code (variable_id, unit_id, code_id, votes, doubtful, "open", against, unasked, unasked_cannot_tell, unasked_not_applicable) VALUES (4, 8, 3, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO tally_code (variable_id, unit_id, code_id, votes, doubtful, "open", against, unasked, unasked_cannot_tell, unasked_not_applicable) VALUES (4, 8, 5, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO tally_code (variable_id, unit_id, code_id, votes, doubtful, "open", against, unasked, unasked_cannot_tell, unasked_not_applicable) VALUES (4, 8, 7, 1, 0, 0, NULL, 0, 0, 0);
INSERT INTO title_term (title_id, field, value, position, folded) VALUES (1, 'genre', 'comedy', 1, 'comedy');
INSERT INTO title_term (title_id, field, value, position, folded) VALUES (1, 'genre', 'drama', 0, 'drama');
INSERT INTO viewing (viewing_id, coder_id, title_id, episode_id, change_id) VALUES (1, 2, 2, 4, 16);
INSERT INTO adjudication (variable_id, unit_id, coder_id, wave_id, decided_by, decided_at, method, reason, change_id) VALUES (1, 1, 3, 1, 2, '2026-01-01T00:00:00Z', 'discussion', 'It is funny.', 16);
INSERT INTO annotation_code (variable_id, unit_id, coder_id, wave_id, code_id, doubtful) VALUES (4, 6, 1, 1, 4, 0);
INSERT INTO annotation_code (variable_id, unit_id, coder_id, wave_id, code_id, doubtful) VALUES (4, 6, 2, 1, 6, 0);
INSERT INTO annotation_code (variable_id, unit_id, coder_id, wave_id, code_id, doubtful) VALUES (4, 8, 1, 1, 5, 0);
INSERT INTO evidence (evidence_id, uuid, variable_id, unit_id, coder_id, wave_id, code_id, episode_id, source_id, start_ms, end_ms, quote, description) VALUES (1, '4edd9fc9-351e-467f-8c5e-ea5e31a42539', 4, 6, 1, 1, 4, NULL, 1, 750000, NULL, 'Oh?', NULL);
INSERT INTO evidence (evidence_id, uuid, variable_id, unit_id, coder_id, wave_id, code_id, episode_id, source_id, start_ms, end_ms, quote, description) VALUES (2, '00d2b0e2-f55e-49f5-919b-9d1dc1db71ec', 4, 8, 1, 1, 5, 4, NULL, NULL, NULL, NULL, NULL);
INSERT INTO unit_search (unit_search) VALUES ('rebuild');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES ('change', 20);
INSERT INTO sqlite_sequence VALUES ('coder', 3);
INSERT INTO sqlite_sequence VALUES ('codebook', 1);
INSERT INTO sqlite_sequence VALUES ('variable', 5);
INSERT INTO sqlite_sequence VALUES ('code', 10);
INSERT INTO sqlite_sequence VALUES ('wave', 1);
INSERT INTO sqlite_sequence VALUES ('unit', 8);
INSERT INTO sqlite_sequence VALUES ('unit_name', 12);
INSERT INTO sqlite_sequence VALUES ('source', 1);
INSERT INTO sqlite_sequence VALUES ('evidence', 2);
INSERT INTO sqlite_sequence VALUES ('claim', 2);
INSERT INTO sqlite_sequence VALUES ('viewing', 1);
CREATE INDEX ix_change_row_table_name_row_key ON change_row (table_name, row_key);
CREATE INDEX ix_unit_level_id_title_id ON unit (level_id, title_id);
CREATE INDEX ix_unit_parent_id ON unit (parent_id);
CREATE INDEX ix_claim_unit_id ON claim (unit_id);
CREATE INDEX ix_tally_unit_id ON tally (unit_id);
CREATE INDEX ix_unit_name_folded ON unit_name (folded);
CREATE INDEX ix_annotation_change_id ON annotation (change_id);
CREATE INDEX ix_annotation_unit_id ON annotation (unit_id);
CREATE INDEX ix_code_implies_implied_id_code_id ON code_implies (implied_id, code_id);
CREATE INDEX ix_identifier_title_id ON identifier (title_id);
CREATE INDEX ix_tally_code_variable_id_code_id_unit_id ON tally_code (variable_id, code_id, unit_id);
CREATE INDEX ix_title_term_field_folded_title_id ON title_term (field, folded, title_id);
CREATE INDEX ix_viewing_coder_id_title_id ON viewing (coder_id, title_id);
CREATE INDEX ix_viewing_title_id_episode_id ON viewing (title_id, episode_id);
CREATE INDEX ix_evidence_episode_id ON evidence (episode_id);
CREATE INDEX ix_evidence_source_id ON evidence (source_id);
CREATE INDEX ix_evidence_variable_id_unit_id_coder_id_wave_id_code_id ON evidence (variable_id, unit_id, coder_id, wave_id, code_id);
CREATE TRIGGER unit_name_inserted AFTER INSERT ON unit_name BEGIN INSERT INTO unit_search(rowid, folded) VALUES (new.unit_name_id, new.folded); END;
CREATE TRIGGER unit_name_deleted AFTER DELETE ON unit_name BEGIN INSERT INTO unit_search(unit_search, rowid, folded) VALUES ('delete', old.unit_name_id, old.folded); END;
CREATE TRIGGER unit_name_updated AFTER UPDATE ON unit_name BEGIN INSERT INTO unit_search(unit_search, rowid, folded) VALUES ('delete', old.unit_name_id, old.folded); INSERT INTO unit_search(rowid, folded) VALUES (new.unit_name_id, new.folded); END;
CREATE VIEW portrayal_view AS SELECT unit.key, titled.name AS title, unit.name, unit.performer, coalesce(unit.year, titled.year) AS year, title.kind, title.screened FROM unit JOIN unit AS titled ON titled.unit_id = unit.title_id JOIN title ON title.title_id = unit.title_id WHERE unit.level_id = 3;
CREATE VIEW relationship_view AS SELECT unit.key, titled.name AS title, above.name, above.performer, unit.name AS counterpart, unit.performer AS counterpart_performer, coalesce(unit.year, titled.year) AS year FROM unit JOIN unit AS above ON above.unit_id = unit.parent_id JOIN unit AS titled ON titled.unit_id = unit.title_id WHERE unit.level_id = 4;
CREATE VIEW annotation_view AS SELECT unit.key AS unit, variable.key AS variable, coder.key AS coder, wave.key AS wave, annotation.state, annotation.basis, code.key AS code, annotation_code.doubtful, annotation.number, annotation.text, annotation.note FROM annotation JOIN unit ON unit.unit_id = annotation.unit_id JOIN variable ON variable.variable_id = annotation.variable_id JOIN coder ON coder.coder_id = annotation.coder_id JOIN wave ON wave.wave_id = annotation.wave_id LEFT OUTER JOIN annotation_code ON annotation_code.variable_id = annotation.variable_id AND annotation_code.unit_id = annotation.unit_id AND annotation_code.coder_id = annotation.coder_id AND annotation_code.wave_id = annotation.wave_id LEFT OUTER JOIN code ON code.code_id = coalesce(annotation_code.code_id, annotation.code_id);
CREATE VIEW finding_view AS SELECT unit.key AS unit, variable.key AS variable, code.key AS code, tally_code.votes, tally.answers, tally.adjudicated, CASE WHEN (variable.type = 'boolean' AND code.key = 'no') THEN CASE CASE WHEN (tally.answers IS NULL) THEN 'not-coded' WHEN (settling.policy = 'any' AND (tally.answers - tally_code.unasked) - tally_code.votes > 0) THEN 'yes' WHEN ((tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) = 0) THEN CASE WHEN (tally_code.unasked + tally_code.unasked_cannot_tell + tally_code.unasked_not_applicable > 0) THEN 'not-coded' WHEN (tally.hearsay > 0) THEN 'unsettled' WHEN (tally.unavailable > 0) THEN 'unavailable' ELSE 'not-coded' END WHEN CASE WHEN (settling.policy = 'unanimous') THEN (tally.answers - tally_code.unasked) - tally_code.doubtful = (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * ((tally.answers - tally_code.unasked) - tally_code.doubtful) > (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) END THEN CASE WHEN CASE WHEN (settling.policy = 'unanimous') THEN (tally.answers - tally_code.unasked) - tally_code.votes = (tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * ((tally.answers - tally_code.unasked) - tally_code.votes) > (tally.answers - tally_code.unasked) - tally_code.doubtful END THEN 'yes' WHEN CASE WHEN (settling.policy = 'unanimous') THEN coalesce(tally_code.against, (((tally.answers - tally_code.unasked) - tally_code.doubtful) - ((tally.answers - tally_code.unasked) - tally_code.votes)) - tally_code.open) = (tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * coalesce(tally_code.against, (((tally.answers - tally_code.unasked) - tally_code.doubtful) - ((tally.answers - tally_code.unasked) - tally_code.votes)) - tally_code.open) > (tally.answers - tally_code.unasked) - tally_code.doubtful END THEN 'no' WHEN CASE WHEN (settling.policy = 'unanimous') THEN tally_code.open = (tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * tally_code.open > (tally.answers - tally_code.unasked) - tally_code.doubtful END THEN 'undetermined' ELSE 'unsettled' END WHEN CASE WHEN (settling.policy = 'unanimous') THEN tally.not_applicable - tally_code.unasked_not_applicable = (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * (tally.not_applicable - tally_code.unasked_not_applicable) > (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) END THEN 'not-applicable' WHEN CASE WHEN (settling.policy = 'unanimous') THEN (tally.cannot_tell - tally_code.unasked_cannot_tell) + tally_code.doubtful = (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * ((tally.cannot_tell - tally_code.unasked_cannot_tell) + tally_code.doubtful) > (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) END THEN 'cannot-tell' ELSE 'unsettled' END WHEN 'yes' THEN 'no' WHEN 'no' THEN 'yes' ELSE CASE WHEN (tally.answers IS NULL) THEN 'not-coded' WHEN (settling.policy = 'any' AND (tally.answers - tally_code.unasked) - tally_code.votes > 0) THEN 'yes' WHEN ((tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) = 0) THEN CASE WHEN (tally_code.unasked + tally_code.unasked_cannot_tell + tally_code.unasked_not_applicable > 0) THEN 'not-coded' WHEN (tally.hearsay > 0) THEN 'unsettled' WHEN (tally.unavailable > 0) THEN 'unavailable' ELSE 'not-coded' END WHEN CASE WHEN (settling.policy = 'unanimous') THEN (tally.answers - tally_code.unasked) - tally_code.doubtful = (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * ((tally.answers - tally_code.unasked) - tally_code.doubtful) > (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) END THEN CASE WHEN CASE WHEN (settling.policy = 'unanimous') THEN (tally.answers - tally_code.unasked) - tally_code.votes = (tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * ((tally.answers - tally_code.unasked) - tally_code.votes) > (tally.answers - tally_code.unasked) - tally_code.doubtful END THEN 'yes' WHEN CASE WHEN (settling.policy = 'unanimous') THEN coalesce(tally_code.against, (((tally.answers - tally_code.unasked) - tally_code.doubtful) - ((tally.answers - tally_code.unasked) - tally_code.votes)) - tally_code.open) = (tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * coalesce(tally_code.against, (((tally.answers - tally_code.unasked) - tally_code.doubtful) - ((tally.answers - tally_code.unasked) - tally_code.votes)) - tally_code.open) > (tally.answers - tally_code.unasked) - tally_code.doubtful END THEN 'no' WHEN CASE WHEN (settling.policy = 'unanimous') THEN tally_code.open = (tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * tally_code.open > (tally.answers - tally_code.unasked) - tally_code.doubtful END THEN 'undetermined' ELSE 'unsettled' END WHEN CASE WHEN (settling.policy = 'unanimous') THEN tally.not_applicable - tally_code.unasked_not_applicable = (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * (tally.not_applicable - tally_code.unasked_not_applicable) > (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) END THEN 'not-applicable' WHEN CASE WHEN (settling.policy = 'unanimous') THEN (tally.cannot_tell - tally_code.unasked_cannot_tell) + tally_code.doubtful = (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * ((tally.cannot_tell - tally_code.unasked_cannot_tell) + tally_code.doubtful) > (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) END THEN 'cannot-tell' ELSE 'unsettled' END END ELSE CASE WHEN (tally.answers IS NULL) THEN 'not-coded' WHEN (settling.policy = 'any' AND tally_code.votes > 0) THEN 'yes' WHEN ((tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) = 0) THEN CASE WHEN (tally_code.unasked + tally_code.unasked_cannot_tell + tally_code.unasked_not_applicable > 0) THEN 'not-coded' WHEN (tally.hearsay > 0) THEN 'unsettled' WHEN (tally.unavailable > 0) THEN 'unavailable' ELSE 'not-coded' END WHEN CASE WHEN (settling.policy = 'unanimous') THEN (tally.answers - tally_code.unasked) - tally_code.doubtful = (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * ((tally.answers - tally_code.unasked) - tally_code.doubtful) > (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) END THEN CASE WHEN CASE WHEN (settling.policy = 'unanimous') THEN tally_code.votes = (tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * tally_code.votes > (tally.answers - tally_code.unasked) - tally_code.doubtful END THEN 'yes' WHEN CASE WHEN (settling.policy = 'unanimous') THEN coalesce(tally_code.against, (((tally.answers - tally_code.unasked) - tally_code.doubtful) - tally_code.votes) - tally_code.open) = (tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * coalesce(tally_code.against, (((tally.answers - tally_code.unasked) - tally_code.doubtful) - tally_code.votes) - tally_code.open) > (tally.answers - tally_code.unasked) - tally_code.doubtful END THEN 'no' WHEN CASE WHEN (settling.policy = 'unanimous') THEN tally_code.open = (tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * tally_code.open > (tally.answers - tally_code.unasked) - tally_code.doubtful END THEN 'undetermined' ELSE 'unsettled' END WHEN CASE WHEN (settling.policy = 'unanimous') THEN tally.not_applicable - tally_code.unasked_not_applicable = (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * (tally.not_applicable - tally_code.unasked_not_applicable) > (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) END THEN 'not-applicable' WHEN CASE WHEN (settling.policy = 'unanimous') THEN (tally.cannot_tell - tally_code.unasked_cannot_tell) + tally_code.doubtful = (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * ((tally.cannot_tell - tally_code.unasked_cannot_tell) + tally_code.doubtful) > (tally.answers - tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - tally_code.unasked_not_applicable) END THEN 'cannot-tell' ELSE 'unsettled' END END AS outcome FROM tally_code JOIN tally ON tally.variable_id = tally_code.variable_id AND tally.unit_id = tally_code.unit_id JOIN unit ON unit.unit_id = tally.unit_id JOIN variable ON variable.variable_id = tally.variable_id JOIN (SELECT variable.variable_id AS variable_id, CASE WHEN (study.policy = 'any' AND (variable.type NOT IN ('multi', 'boolean'))) THEN 'majority' ELSE study.policy END AS policy FROM variable JOIN study ON study.study_id = 1) AS settling ON settling.variable_id = tally.variable_id JOIN code ON code.code_id = tally_code.code_id AND code.kind = 'code';
