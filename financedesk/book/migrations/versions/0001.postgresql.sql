CREATE TABLE account_day (
	account_id BIGINT NOT NULL, 
	day TEXT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	cents BIGINT NOT NULL, 
	CONSTRAINT pk_account_day PRIMARY KEY (account_id, day)
)

CREATE TABLE aggregate (
	item_id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	person_id BIGINT, 
	"window" BIGINT, 
	aggregation_group TEXT, 
	reported_on TEXT NOT NULL CONSTRAINT reported_on_is_a_day CHECK (reported_on = to_char(to_date(reported_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	form TEXT, 
	line TEXT, 
	counted_cents BIGINT NOT NULL, 
	other_cents BIGINT NOT NULL, 
	aggregate_cents BIGINT, 
	itemised INTEGER NOT NULL CONSTRAINT itemised_is_a_flag CHECK (itemised IN (0, 1)), 
	CONSTRAINT pk_aggregate PRIMARY KEY (item_id)
)

CREATE INDEX aggregate_line ON aggregate (entity_id, line, reported_on, counted_cents, other_cents)

CREATE TABLE attribution (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	person_id BIGINT NOT NULL, 
	limit_group TEXT NOT NULL, 
	"window" TEXT NOT NULL, 
	made_date TEXT NOT NULL CONSTRAINT made_date_is_a_day CHECK (made_date = to_char(to_date(made_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	cents BIGINT NOT NULL, 
	CONSTRAINT pk_attribution PRIMARY KEY (id)
)

CREATE INDEX attribution_person ON attribution (person_id, limit_group, "window", entity_id, cents)

CREATE TABLE batch (
	id BIGINT NOT NULL, 
	entity_id BIGINT, 
	kind TEXT NOT NULL, 
	format TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	file_sha256 TEXT NOT NULL, 
	rows BIGINT NOT NULL, 
	total_cents BIGINT NOT NULL, 
	first_id BIGINT NOT NULL, 
	last_id BIGINT NOT NULL, 
	state TEXT NOT NULL, 
	started_at TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	CONSTRAINT pk_batch PRIMARY KEY (id), 
	CONSTRAINT state_is_known CHECK (state IN ('active', 'undone'))
)

CREATE INDEX batch_range ON batch (first_id, last_id)

CREATE TABLE card_search (
	card_id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_card_search PRIMARY KEY (card_id)
)

CREATE INDEX card_search_name ON card_search (entity_id, name, card_id)

CREATE TABLE day_total (
	entity_id BIGINT NOT NULL, 
	day TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	entries BIGINT NOT NULL, 
	cents BIGINT NOT NULL, 
	size_cents BIGINT NOT NULL, 
	itemised_cents BIGINT NOT NULL, 
	line_itemised_cents BIGINT NOT NULL, 
	line_unitemised_cents BIGINT NOT NULL, 
	CONSTRAINT pk_day_total PRIMARY KEY (entity_id, day, kind)
)

CREATE TABLE donor (
	card_id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	contact_id BIGINT NOT NULL, 
	gifts BIGINT NOT NULL, 
	first_day TEXT CONSTRAINT first_day_is_a_day CHECK (first_day = to_char(to_date(first_day, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	last_day TEXT CONSTRAINT last_day_is_a_day CHECK (last_day = to_char(to_date(last_day, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	given_cents BIGINT NOT NULL, 
	CONSTRAINT pk_donor PRIMARY KEY (card_id)
)

CREATE INDEX donor_last ON donor (entity_id, last_day)

CREATE TABLE drive_giver (
	person_id BIGINT NOT NULL, 
	drive_id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	gifts BIGINT NOT NULL, 
	cents BIGINT NOT NULL, 
	first_day TEXT NOT NULL CONSTRAINT first_day_is_a_day CHECK (first_day = to_char(to_date(first_day, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	is_new INTEGER NOT NULL CONSTRAINT is_new_is_a_flag CHECK (is_new IN (0, 1)), 
	CONSTRAINT pk_drive_giver PRIMARY KEY (person_id, drive_id)
)

CREATE TABLE drive_item (
	item_id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	drive_id BIGINT NOT NULL, 
	day TEXT NOT NULL CONSTRAINT day_is_a_day CHECK (day = to_char(to_date(day, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	part TEXT NOT NULL, 
	counted BIGINT NOT NULL, 
	cents BIGINT NOT NULL, 
	fee_cents BIGINT NOT NULL, 
	itemised_cents BIGINT NOT NULL, 
	unitemised_cents BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	page TEXT NOT NULL, 
	reference_code TEXT NOT NULL, 
	state TEXT NOT NULL, 
	CONSTRAINT pk_drive_item PRIMARY KEY (item_id)
)

CREATE INDEX drive_item_back ON drive_item (entity_id) WHERE part IN ('refund', 'chargeback')

CREATE TABLE drive_sum (
	drive_id BIGINT NOT NULL, 
	cut TEXT NOT NULL, 
	value TEXT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	entries BIGINT NOT NULL, 
	gifts BIGINT NOT NULL, 
	cents BIGINT NOT NULL, 
	refunds BIGINT NOT NULL, 
	refunded_cents BIGINT NOT NULL, 
	chargebacks BIGINT NOT NULL, 
	charged_back_cents BIGINT NOT NULL, 
	fee_cents BIGINT NOT NULL, 
	cost_cents BIGINT NOT NULL, 
	itemised_cents BIGINT NOT NULL, 
	unitemised_cents BIGINT NOT NULL, 
	donors BIGINT NOT NULL, 
	new_donors BIGINT NOT NULL, 
	CONSTRAINT pk_drive_sum PRIMARY KEY (drive_id, cut, value)
)

CREATE INDEX drive_sum_empty ON drive_sum (drive_id) WHERE entries = 0

CREATE TABLE entry_draft (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	content TEXT NOT NULL, 
	saved_at TEXT NOT NULL, 
	CONSTRAINT pk_entry_draft PRIMARY KEY (id), 
	CONSTRAINT entry_draft_once UNIQUE (entity_id, who, kind)
)

CREATE TABLE incomplete_item (
	item_id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	item_date TEXT NOT NULL CONSTRAINT item_date_is_a_day CHECK (item_date = to_char(to_date(item_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	kind TEXT NOT NULL, 
	CONSTRAINT pk_incomplete_item PRIMARY KEY (item_id)
)

CREATE INDEX incomplete_item_day ON incomplete_item (entity_id, item_date, kind)

CREATE TABLE intake_profile (
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	terms TEXT NOT NULL, 
	CONSTRAINT pk_intake_profile PRIMARY KEY (id), 
	CONSTRAINT intake_profile_name UNIQUE (name)
)

CREATE TABLE journal (
	id BIGINT NOT NULL, 
	chain BIGINT NOT NULL, 
	number BIGINT NOT NULL, 
	group_id BIGINT NOT NULL, 
	at TEXT NOT NULL, 
	who TEXT NOT NULL, 
	action TEXT NOT NULL, 
	why TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	undoes BIGINT, 
	batch_id BIGINT, 
	content TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (id), 
	CONSTRAINT kind_is_known CHECK (kind IN ('change', 'import', 'undo', 'redo', 'setup')), 
	CONSTRAINT uq_journal_chain_number UNIQUE (chain, number)
)

CREATE INDEX journal_group ON journal (group_id)

CREATE TABLE kind_line (
	id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	form TEXT NOT NULL, 
	account_kind TEXT NOT NULL, 
	token TEXT NOT NULL, 
	unitemised_token TEXT NOT NULL, 
	aggregation_group TEXT, 
	partition TEXT, 
	aggregate_sign BIGINT NOT NULL, 
	itemise TEXT NOT NULL, 
	since TEXT NOT NULL CONSTRAINT since_is_a_day CHECK (since = to_char(to_date(since, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	until TEXT CONSTRAINT until_is_a_day CHECK (until = to_char(to_date(until, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_kind_line PRIMARY KEY (id)
)

CREATE INDEX kind_line_kind ON kind_line (kind, form, account_kind)

CREATE TABLE large_use (
	person_id BIGINT NOT NULL, 
	limit_group TEXT NOT NULL, 
	"window" TEXT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	used_cents BIGINT NOT NULL, 
	gross_cents BIGINT NOT NULL, 
	first_id BIGINT NOT NULL, 
	CONSTRAINT pk_large_use PRIMARY KEY (person_id, limit_group, "window", entity_id)
)

CREATE TABLE limit_use (
	entity_id BIGINT NOT NULL, 
	limit_group TEXT NOT NULL, 
	"window" TEXT NOT NULL, 
	last_day TEXT NOT NULL CONSTRAINT last_day_is_a_day CHECK (last_day = to_char(to_date(last_day, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_limit_use PRIMARY KEY (entity_id, limit_group, "window")
)

CREATE TABLE member (
	id BIGINT NOT NULL, 
	login TEXT NOT NULL, 
	name TEXT NOT NULL, 
	active INTEGER NOT NULL CONSTRAINT active_is_a_flag CHECK (active IN (0, 1)), 
	CONSTRAINT pk_member PRIMARY KEY (id), 
	CONSTRAINT uq_member_login UNIQUE (login)
)

CREATE TABLE recurring_series (
	item_id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	series_key TEXT NOT NULL, 
	card_id BIGINT, 
	drive_id BIGINT, 
	every TEXT NOT NULL, 
	charges BIGINT NOT NULL, 
	doubled BIGINT NOT NULL, 
	first_number BIGINT NOT NULL, 
	last_number BIGINT NOT NULL, 
	first_day TEXT NOT NULL CONSTRAINT first_day_is_a_day CHECK (first_day = to_char(to_date(first_day, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	last_day TEXT NOT NULL CONSTRAINT last_day_is_a_day CHECK (last_day = to_char(to_date(last_day, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	given_cents BIGINT NOT NULL, 
	first_cents BIGINT NOT NULL, 
	last_cents BIGINT NOT NULL, 
	next_cents BIGINT NOT NULL, 
	failed_on TEXT CONSTRAINT failed_on_is_a_day CHECK (failed_on = to_char(to_date(failed_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	cancelled_on TEXT CONSTRAINT cancelled_on_is_a_day CHECK (cancelled_on = to_char(to_date(cancelled_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_recurring_series PRIMARY KEY (item_id)
)

CREATE INDEX recurring_series_card ON recurring_series (card_id)

CREATE INDEX recurring_series_drive ON recurring_series (drive_id, every, last_day, cancelled_on, failed_on, charges, next_cents)

CREATE INDEX recurring_series_entity ON recurring_series (entity_id, source, series_key)

CREATE TABLE rule_override (
	id BIGINT NOT NULL, 
	rule TEXT NOT NULL, 
	cents BIGINT, 
	verdict TEXT, 
	reason TEXT NOT NULL, 
	who TEXT NOT NULL, 
	decided_on TEXT NOT NULL CONSTRAINT decided_on_is_a_day CHECK (decided_on = to_char(to_date(decided_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_rule_override PRIMARY KEY (id)
)

CREATE TABLE sequence (
	site BIGINT NOT NULL, 
	next_number BIGINT NOT NULL, 
	CONSTRAINT pk_sequence PRIMARY KEY (site)
)

CREATE TABLE setting (
	id BIGINT NOT NULL, 
	key TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY (id), 
	CONSTRAINT uq_setting_key UNIQUE (key)
)

CREATE TABLE unit (
	id BIGINT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	level TEXT NOT NULL, 
	parent_id BIGINT, 
	CONSTRAINT pk_unit PRIMARY KEY (id), 
	CONSTRAINT fk_unit_parent_id_unit FOREIGN KEY(parent_id) REFERENCES unit (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE entity (
	id BIGINT NOT NULL, 
	code TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	ein TEXT, 
	parent_id BIGINT, 
	unit_id BIGINT, 
	street_1 TEXT, 
	street_2 TEXT, 
	city TEXT, 
	state TEXT, 
	zip TEXT, 
	treasurer_last_name TEXT, 
	treasurer_first_name TEXT, 
	treasurer_middle_name TEXT, 
	treasurer_prefix TEXT, 
	treasurer_suffix TEXT, 
	closed_on TEXT, 
	CONSTRAINT pk_entity PRIMARY KEY (id), 
	CONSTRAINT entity_code UNIQUE (code), 
	CONSTRAINT fk_entity_parent_id_entity FOREIGN KEY(parent_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_entity_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE member_entity (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	member_id BIGINT NOT NULL, 
	access TEXT NOT NULL, 
	CONSTRAINT pk_member_entity PRIMARY KEY (id), 
	CONSTRAINT access_is_known CHECK (access IN ('read', 'write', 'treasurer', 'compliance_officer', 'fundraiser', 'viewer', 'administrator')), 
	CONSTRAINT uq_member_entity_member_id_entity_id UNIQUE (member_id, entity_id), 
	CONSTRAINT fk_member_entity_member_id_member FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE member_passphrase (
	member_id BIGINT NOT NULL, 
	hash TEXT NOT NULL, 
	set_at TEXT NOT NULL, 
	set_by TEXT NOT NULL, 
	CONSTRAINT pk_member_passphrase PRIMARY KEY (member_id), 
	CONSTRAINT fk_member_passphrase_member_id_member FOREIGN KEY(member_id) REFERENCES member (id)
)

CREATE TABLE account (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	code TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	role TEXT NOT NULL, 
	name TEXT NOT NULL, 
	bank TEXT, 
	opening_date TEXT CONSTRAINT opening_date_is_a_day CHECK (opening_date = to_char(to_date(opening_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	opening_balance_cents BIGINT NOT NULL, 
	closed_on TEXT CONSTRAINT closed_on_is_a_day CHECK (closed_on = to_char(to_date(closed_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT account_code UNIQUE (entity_id, code), 
	CONSTRAINT fk_account_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE approval_rule (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	above_cents BIGINT NOT NULL, 
	since TEXT NOT NULL CONSTRAINT since_is_a_day CHECK (since = to_char(to_date(since, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_approval_rule PRIMARY KEY (id), 
	CONSTRAINT approval_rule_cents CHECK (above_cents >= 0), 
	CONSTRAINT approval_rule_since UNIQUE (entity_id, since), 
	CONSTRAINT fk_approval_rule_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE bank_file (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	content BYTEA NOT NULL, 
	CONSTRAINT pk_bank_file PRIMARY KEY (id), 
	CONSTRAINT bank_file_once UNIQUE (entity_id, sha256), 
	CONSTRAINT fk_bank_file_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE contact (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	type TEXT NOT NULL, 
	name TEXT, 
	last_name TEXT, 
	first_name TEXT, 
	middle_name TEXT, 
	prefix TEXT, 
	suffix TEXT, 
	street_1 TEXT, 
	street_2 TEXT, 
	city TEXT, 
	state TEXT, 
	zip TEXT, 
	country TEXT, 
	employer TEXT, 
	occupation TEXT, 
	email TEXT, 
	phone TEXT, 
	committee_id TEXT, 
	candidate_id TEXT, 
	candidate_office TEXT, 
	candidate_state TEXT, 
	candidate_district TEXT, 
	external_key TEXT, 
	search_name TEXT NOT NULL, 
	match_email TEXT, 
	match_place TEXT, 
	valid_from TEXT CONSTRAINT valid_from_is_a_day CHECK (valid_from = to_char(to_date(valid_from, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	recorded_at TEXT NOT NULL, 
	CONSTRAINT pk_contact PRIMARY KEY (id), 
	CONSTRAINT fk_contact_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_contact_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX contact_body ON contact (entity_id, card_id) WHERE type NOT IN ('CAN', 'IND')

CREATE INDEX contact_card ON contact (card_id)

CREATE INDEX contact_key ON contact (entity_id, external_key) WHERE external_key IS NOT NULL

CREATE INDEX contact_lacking ON contact (card_id) WHERE type IN ('CAN', 'IND') AND (employer IS NULL OR occupation IS NULL)

CREATE INDEX contact_mailbox ON contact (entity_id, lower(replace(email, ' ', '')), card_id) WHERE email IS NOT NULL

CREATE INDEX contact_place ON contact (entity_id, match_place)

CREATE INDEX contact_search ON contact (entity_id, search_name, card_id)

CREATE TABLE cost_agreement (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	account_kind TEXT NOT NULL, 
	debtor TEXT NOT NULL, 
	debtor_account_kind TEXT NOT NULL, 
	title TEXT NOT NULL, 
	what TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	share_points BIGINT, 
	settle_days BIGINT, 
	fair_value TEXT, 
	signed_by TEXT, 
	signed_on TEXT NOT NULL CONSTRAINT signed_on_is_a_day CHECK (signed_on = to_char(to_date(signed_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_cost_agreement PRIMARY KEY (id), 
	CONSTRAINT cost_agreement_basis CHECK (basis IN ('time', 'usage', 'fixed')), 
	CONSTRAINT cost_agreement_share CHECK ((basis = 'fixed') = (share_points IS NOT NULL)), 
	CONSTRAINT fk_cost_agreement_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE cost_timesheet (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	person TEXT NOT NULL, 
	month TEXT NOT NULL, 
	pay_cents BIGINT NOT NULL, 
	certified_by TEXT, 
	certified_on TEXT CONSTRAINT certified_on_is_a_day CHECK (certified_on = to_char(to_date(certified_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_cost_timesheet PRIMARY KEY (id), 
	CONSTRAINT cost_timesheet_month UNIQUE (entity_id, person, month), 
	CONSTRAINT cost_timesheet_pay CHECK (pay_cents >= 0), 
	CONSTRAINT cost_timesheet_certified CHECK ((certified_by IS NULL) = (certified_on IS NULL)), 
	CONSTRAINT fk_cost_timesheet_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE drive (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	purpose TEXT, 
	about_kind TEXT, 
	about TEXT, 
	parent_id BIGINT, 
	part_kind TEXT, 
	goal_cents BIGINT, 
	goal_donors BIGINT, 
	goal_recurring BIGINT, 
	budget_cents BIGINT, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	closed_on TEXT CONSTRAINT closed_on_is_a_day CHECK (closed_on = to_char(to_date(closed_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_drive PRIMARY KEY (id), 
	CONSTRAINT drive_code UNIQUE (entity_id, code), 
	CONSTRAINT drive_about CHECK (about_kind IN ('race', 'issue')), 
	CONSTRAINT drive_part CHECK (part_kind IN ('region', 'channel', 'volunteer')), 
	CONSTRAINT drive_part_whole CHECK ((parent_id IS NULL) = (part_kind IS NULL)), 
	CONSTRAINT fk_drive_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_drive_parent_id_drive FOREIGN KEY(parent_id) REFERENCES drive (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE election (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	code TEXT NOT NULL, 
	held_on TEXT CONSTRAINT held_on_is_a_day CHECK (held_on = to_char(to_date(held_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	state TEXT, 
	office TEXT, 
	district TEXT, 
	description TEXT, 
	CONSTRAINT pk_election PRIMARY KEY (id), 
	CONSTRAINT fk_election_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE entity_status (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	status TEXT NOT NULL, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	basis TEXT, 
	counsel_note TEXT, 
	CONSTRAINT pk_entity_status PRIMARY KEY (id), 
	CONSTRAINT fk_entity_status_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE filing (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	form TEXT NOT NULL, 
	report_code TEXT, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	state TEXT NOT NULL, 
	version BIGINT NOT NULL, 
	amends_id BIGINT, 
	fec_number TEXT, 
	original_fec_number TEXT, 
	signed_on TEXT CONSTRAINT signed_on_is_a_day CHECK (signed_on = to_char(to_date(signed_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	file_name TEXT, 
	content BYTEA, 
	sha256 TEXT, 
	summary TEXT, 
	findings TEXT, 
	cover TEXT, 
	recorded_at TEXT NOT NULL, 
	CONSTRAINT pk_filing PRIMARY KEY (id), 
	CONSTRAINT fk_filing_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_filing_amends_id_filing FOREIGN KEY(amends_id) REFERENCES filing (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX filing_period ON filing (entity_id, form, to_date)

CREATE TABLE household (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	salutation TEXT, 
	CONSTRAINT pk_household PRIMARY KEY (id), 
	CONSTRAINT fk_household_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX household_entity ON household (entity_id, name)

CREATE TABLE independence_entry (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	topic TEXT NOT NULL, 
	weighs TEXT NOT NULL, 
	facts TEXT NOT NULL, 
	concerning TEXT, 
	source TEXT, 
	note TEXT, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_independence_entry PRIMARY KEY (id), 
	CONSTRAINT independence_weighs CHECK (weighs IN ('for', 'against')), 
	CONSTRAINT fk_independence_entry_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE joint_agreement (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	signed_on TEXT NOT NULL CONSTRAINT signed_on_is_a_day CHECK (signed_on = to_char(to_date(signed_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	whole BIGINT NOT NULL, 
	note TEXT, 
	CONSTRAINT pk_joint_agreement PRIMARY KEY (id), 
	CONSTRAINT joint_agreement_version UNIQUE (entity_id, from_date), 
	CONSTRAINT joint_agreement_days CHECK (to_date IS NULL OR from_date <= to_date), 
	CONSTRAINT joint_agreement_whole CHECK (whole >= 0), 
	CONSTRAINT fk_joint_agreement_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE limit_group_member (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	limit_group TEXT NOT NULL, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	basis TEXT, 
	counsel_note TEXT, 
	CONSTRAINT pk_limit_group_member PRIMARY KEY (id), 
	CONSTRAINT fk_limit_group_member_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE noted_deadline (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	clock TEXT NOT NULL, 
	what TEXT NOT NULL, 
	begun_on TEXT CONSTRAINT begun_on_is_a_day CHECK (begun_on = to_char(to_date(begun_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	due_on TEXT CONSTRAINT due_on_is_a_day CHECK (due_on = to_char(to_date(due_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	law TEXT NOT NULL, 
	done_on TEXT CONSTRAINT done_on_is_a_day CHECK (done_on = to_char(to_date(done_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_noted_deadline PRIMARY KEY (id), 
	CONSTRAINT noted_deadline_has_a_day CHECK ((clock <> '' AND begun_on IS NOT NULL AND due_on IS NULL) OR (clock = '' AND begun_on IS NULL AND due_on IS NOT NULL)), 
	CONSTRAINT noted_deadline_says_what CHECK (what <> ''), 
	CONSTRAINT fk_noted_deadline_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX noted_deadline_entity ON noted_deadline (entity_id)

CREATE TABLE processor_contract (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	processor TEXT NOT NULL, 
	since TEXT NOT NULL CONSTRAINT since_is_a_day CHECK (since = to_char(to_date(since, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	rate_basis_points BIGINT NOT NULL, 
	fixed_cents BIGINT NOT NULL, 
	settle_days BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT pk_processor_contract PRIMARY KEY (id), 
	CONSTRAINT processor_contract_since UNIQUE (entity_id, processor, since), 
	CONSTRAINT contract_rate CHECK (rate_basis_points BETWEEN 0 AND 10000), 
	CONSTRAINT contract_fixed CHECK (fixed_cents >= 0), 
	CONSTRAINT contract_days CHECK (settle_days BETWEEN 0 AND 60), 
	CONSTRAINT fk_processor_contract_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX processor_contract_entity ON processor_contract (entity_id)

CREATE TABLE public_office (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	level TEXT NOT NULL, 
	state TEXT, 
	district TEXT, 
	office_class TEXT, 
	CONSTRAINT pk_public_office PRIMARY KEY (id), 
	CONSTRAINT public_office_level CHECK (level IN ('federal', 'state', 'local')), 
	CONSTRAINT fk_public_office_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE reference_wage (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	series TEXT NOT NULL, 
	area TEXT, 
	per TEXT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	known_on TEXT NOT NULL CONSTRAINT known_on_is_a_day CHECK (known_on = to_char(to_date(known_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	cents BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT pk_reference_wage PRIMARY KEY (id), 
	CONSTRAINT reference_wage_per CHECK (per IN ('month', 'year')), 
	CONSTRAINT fk_reference_wage_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE registration (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	authority TEXT NOT NULL, 
	identifier TEXT NOT NULL, 
	filing TEXT, 
	qualified INTEGER NOT NULL CONSTRAINT qualified_is_a_flag CHECK (qualified IN (0, 1)), 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_registration PRIMARY KEY (id), 
	CONSTRAINT fk_registration_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX registration_identifier ON registration (authority, identifier)

CREATE TABLE remittance_schedule (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	terms TEXT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	approved_by TEXT, 
	approved_on TEXT CONSTRAINT approved_on_is_a_day CHECK (approved_on = to_char(to_date(approved_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_remittance_schedule PRIMARY KEY (id), 
	CONSTRAINT remittance_schedule_version UNIQUE (entity_id, code, from_date), 
	CONSTRAINT fk_remittance_schedule_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE saved_filter (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	content TEXT NOT NULL, 
	CONSTRAINT pk_saved_filter PRIMARY KEY (id), 
	CONSTRAINT saved_filter_name UNIQUE (entity_id, name), 
	CONSTRAINT fk_saved_filter_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE series_event (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	series_key TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	period TEXT NOT NULL, 
	happened_on TEXT NOT NULL CONSTRAINT happened_on_is_a_day CHECK (happened_on = to_char(to_date(happened_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	cents BIGINT, 
	note TEXT, 
	CONSTRAINT pk_series_event PRIMARY KEY (id), 
	CONSTRAINT series_period UNIQUE (entity_id, source, series_key, kind, period), 
	CONSTRAINT series_event_kind CHECK (kind IN ('failed', 'cancelled', 'upgraded')), 
	CONSTRAINT fk_series_event_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE stipend (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	keeper TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	pay TEXT NOT NULL, 
	work TEXT NOT NULL, 
	monthly_cents BIGINT NOT NULL, 
	monthly_minutes BIGINT NOT NULL, 
	market_cents BIGINT, 
	market_evidence TEXT, 
	independent_evidence TEXT, 
	services_evidence TEXT, 
	tax_form TEXT NOT NULL, 
	contract_on TEXT NOT NULL CONSTRAINT contract_on_is_a_day CHECK (contract_on = to_char(to_date(contract_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	released_by TEXT, 
	released_on TEXT CONSTRAINT released_on_is_a_day CHECK (released_on = to_char(to_date(released_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	released_until TEXT CONSTRAINT released_until_is_a_day CHECK (released_until = to_char(to_date(released_until, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_stipend PRIMARY KEY (id), 
	CONSTRAINT stipend_released CHECK ((released_by IS NULL) = (released_on IS NULL)), 
	CONSTRAINT fk_stipend_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX stipend_official ON stipend (keeper, reference)

CREATE TABLE transaction (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	happened_on TEXT NOT NULL CONSTRAINT happened_on_is_a_day CHECK (happened_on = to_char(to_date(happened_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	description TEXT, 
	state TEXT NOT NULL, 
	CONSTRAINT pk_transaction PRIMARY KEY (id), 
	CONSTRAINT fk_transaction_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE bank_closing (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	account_id BIGINT NOT NULL, 
	closed_from TEXT NOT NULL CONSTRAINT closed_from_is_a_day CHECK (closed_from = to_char(to_date(closed_from, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	closed_through TEXT NOT NULL CONSTRAINT closed_through_is_a_day CHECK (closed_through = to_char(to_date(closed_through, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	statement_cents BIGINT NOT NULL, 
	statement_on TEXT NOT NULL CONSTRAINT statement_on_is_a_day CHECK (statement_on = to_char(to_date(statement_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	cleared_cents BIGINT NOT NULL, 
	book_cents BIGINT NOT NULL, 
	prepared_by TEXT NOT NULL, 
	prepared_on TEXT NOT NULL CONSTRAINT prepared_on_is_a_day CHECK (prepared_on = to_char(to_date(prepared_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	reviewed_by TEXT, 
	reviewed_on TEXT CONSTRAINT reviewed_on_is_a_day CHECK (reviewed_on = to_char(to_date(reviewed_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	reopened_by TEXT, 
	reopened_on TEXT CONSTRAINT reopened_on_is_a_day CHECK (reopened_on = to_char(to_date(reopened_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	reopened_why TEXT, 
	CONSTRAINT pk_bank_closing PRIMARY KEY (id), 
	CONSTRAINT closing_has_days CHECK (closed_from <= closed_through), 
	CONSTRAINT closing_review_whole CHECK ((reviewed_by IS NULL) = (reviewed_on IS NULL)), 
	CONSTRAINT closing_reopened_whole CHECK ((reopened_by IS NULL) = (reopened_on IS NULL) AND (reopened_on IS NULL) = (reopened_why IS NULL)), 
	CONSTRAINT fk_bank_closing_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_closing_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX bank_closing_account_id ON bank_closing (account_id)

CREATE INDEX bank_closing_entity ON bank_closing (entity_id, closed_through)

CREATE TABLE bank_match (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	account_id BIGINT NOT NULL, 
	why TEXT NOT NULL, 
	certain INTEGER NOT NULL CONSTRAINT certain_is_a_flag CHECK (certain IN (0, 1)), 
	CONSTRAINT pk_bank_match PRIMARY KEY (id), 
	CONSTRAINT fk_bank_match_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_match_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX bank_match_account_id ON bank_match (account_id)

CREATE INDEX bank_match_entity ON bank_match (entity_id)

CREATE TABLE bank_statement (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	account_id BIGINT NOT NULL, 
	number TEXT NOT NULL, 
	bank TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	opening_cents BIGINT, 
	opening_on TEXT CONSTRAINT opening_on_is_a_day CHECK (opening_on = to_char(to_date(opening_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	closing_cents BIGINT, 
	closing_on TEXT CONSTRAINT closing_on_is_a_day CHECK (closing_on = to_char(to_date(closing_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	format TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	file_sha256 TEXT NOT NULL, 
	part BIGINT NOT NULL, 
	CONSTRAINT pk_bank_statement PRIMARY KEY (id), 
	CONSTRAINT fk_bank_statement_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_statement_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX bank_statement_account_id ON bank_statement (account_id)

CREATE INDEX bank_statement_entity ON bank_statement (entity_id)

CREATE TABLE consent (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	channel TEXT NOT NULL, 
	given INTEGER NOT NULL CONSTRAINT given_is_a_flag CHECK (given IN (0, 1)), 
	since TEXT NOT NULL CONSTRAINT since_is_a_day CHECK (since = to_char(to_date(since, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	basis TEXT, 
	CONSTRAINT pk_consent PRIMARY KEY (id), 
	CONSTRAINT consent_channel CHECK (channel IN ('email', 'phone', 'mail')), 
	CONSTRAINT fk_consent_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_consent_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX consent_card ON consent (card_id)

CREATE TABLE cost_hours (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	timesheet_id BIGINT NOT NULL, 
	worked_for TEXT NOT NULL, 
	use TEXT NOT NULL, 
	minutes BIGINT NOT NULL, 
	CONSTRAINT pk_cost_hours PRIMARY KEY (id), 
	CONSTRAINT cost_hours_worked CHECK (minutes > 0), 
	CONSTRAINT cost_hours_once UNIQUE (timesheet_id, worked_for, use), 
	CONSTRAINT fk_cost_hours_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_cost_hours_timesheet_id_cost_timesheet FOREIGN KEY(timesheet_id) REFERENCES cost_timesheet (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX cost_hours_timesheet_id ON cost_hours (timesheet_id)

CREATE TABLE cost_invoice (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	account_kind TEXT NOT NULL, 
	debtor TEXT NOT NULL, 
	debtor_account_kind TEXT NOT NULL, 
	agreement_id BIGINT, 
	number TEXT NOT NULL, 
	invoiced_on TEXT NOT NULL CONSTRAINT invoiced_on_is_a_day CHECK (invoiced_on = to_char(to_date(invoiced_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT NOT NULL CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	what TEXT NOT NULL, 
	description TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	amount_cents BIGINT NOT NULL, 
	cost_cents BIGINT, 
	part BIGINT, 
	whole BIGINT, 
	CONSTRAINT pk_cost_invoice PRIMARY KEY (id), 
	CONSTRAINT cost_invoice_number UNIQUE (entity_id, number), 
	CONSTRAINT cost_invoice_amount CHECK (amount_cents > 0), 
	CONSTRAINT cost_invoice_part CHECK ((cost_cents IS NULL) = (part IS NULL) AND (part IS NULL) = (whole IS NULL)), 
	CONSTRAINT fk_cost_invoice_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_cost_invoice_agreement_id_cost_agreement FOREIGN KEY(agreement_id) REFERENCES cost_agreement (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX cost_invoice_agreement_id ON cost_invoice (agreement_id) WHERE agreement_id IS NOT NULL

CREATE INDEX cost_invoice_debtor ON cost_invoice (debtor)

CREATE TABLE deposit (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	account_id BIGINT NOT NULL, 
	number BIGINT NOT NULL, 
	deposited_on TEXT NOT NULL CONSTRAINT deposited_on_is_a_day CHECK (deposited_on = to_char(to_date(deposited_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	declared_count BIGINT NOT NULL, 
	declared_cents BIGINT NOT NULL, 
	first_initials TEXT NOT NULL, 
	second_initials TEXT NOT NULL, 
	differs_why TEXT NOT NULL, 
	CONSTRAINT pk_deposit PRIMARY KEY (id), 
	CONSTRAINT deposit_number_counts CHECK (number > 0), 
	CONSTRAINT deposit_declared_count CHECK (declared_count >= 0), 
	CONSTRAINT deposit_number UNIQUE (account_id, number), 
	CONSTRAINT fk_deposit_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_deposit_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX deposit_entity ON deposit (entity_id, deposited_on)

CREATE TABLE donor_document (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	added_on TEXT NOT NULL CONSTRAINT added_on_is_a_day CHECK (added_on = to_char(to_date(added_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	who TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	sha256 TEXT NOT NULL, 
	content BYTEA NOT NULL, 
	CONSTRAINT pk_donor_document PRIMARY KEY (id), 
	CONSTRAINT donor_document_holds_something CHECK (size > 0), 
	CONSTRAINT fk_donor_document_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_donor_document_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX donor_document_card_id ON donor_document (card_id)

CREATE INDEX donor_document_entity ON donor_document (entity_id)

CREATE TABLE donor_note (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	noted_on TEXT NOT NULL CONSTRAINT noted_on_is_a_day CHECK (noted_on = to_char(to_date(noted_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	who TEXT NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_donor_note PRIMARY KEY (id), 
	CONSTRAINT fk_donor_note_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_donor_note_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX donor_note_card_id ON donor_note (card_id)

CREATE INDEX donor_note_entity ON donor_note (entity_id)

CREATE TABLE donor_request (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	asked_on TEXT NOT NULL CONSTRAINT asked_on_is_a_day CHECK (asked_on = to_char(to_date(asked_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	how TEXT NOT NULL, 
	asked TEXT NOT NULL, 
	gift_on TEXT CONSTRAINT gift_on_is_a_day CHECK (gift_on = to_char(to_date(gift_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	with_appeal INTEGER NOT NULL CONSTRAINT with_appeal_is_a_flag CHECK (with_appeal IN (0, 1)), 
	note TEXT, 
	answered_on TEXT CONSTRAINT answered_on_is_a_day CHECK (answered_on = to_char(to_date(answered_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	answer TEXT, 
	CONSTRAINT pk_donor_request PRIMARY KEY (id), 
	CONSTRAINT donor_request_how CHECK (how IN ('letter', 'email', 'phone')), 
	CONSTRAINT donor_request_answered_on_a_day CHECK (answer IS NULL OR answered_on IS NOT NULL), 
	CONSTRAINT fk_donor_request_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_donor_request_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX donor_request_card_id ON donor_request (card_id)

CREATE INDEX donor_request_entity ON donor_request (entity_id, asked_on)

CREATE TABLE drive_milestone (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	drive_id BIGINT NOT NULL, 
	cents BIGINT NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_drive_milestone PRIMARY KEY (id), 
	CONSTRAINT milestone_of_something CHECK (cents > 0), 
	CONSTRAINT fk_drive_milestone_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_drive_milestone_drive_id_drive FOREIGN KEY(drive_id) REFERENCES drive (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX drive_milestone_drive_id ON drive_milestone (drive_id)

CREATE TABLE drive_result (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	drive_id BIGINT NOT NULL, 
	closed_on TEXT NOT NULL CONSTRAINT closed_on_is_a_day CHECK (closed_on = to_char(to_date(closed_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	figures TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	CONSTRAINT pk_drive_result PRIMARY KEY (id), 
	CONSTRAINT fk_drive_result_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_drive_result_drive_id_drive FOREIGN KEY(drive_id) REFERENCES drive (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX drive_result_drive_id ON drive_result (drive_id)

CREATE TABLE drive_rule (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	drive_id BIGINT NOT NULL, 
	source TEXT, 
	page TEXT, 
	reference_code TEXT, 
	state TEXT, 
	zip_prefix TEXT, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_drive_rule PRIMARY KEY (id), 
	CONSTRAINT fk_drive_rule_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_drive_rule_drive_id_drive FOREIGN KEY(drive_id) REFERENCES drive (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX drive_rule_drive_id ON drive_rule (drive_id)

CREATE TABLE household_member (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	household_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	CONSTRAINT pk_household_member PRIMARY KEY (id), 
	CONSTRAINT household_member_card UNIQUE (card_id), 
	CONSTRAINT fk_household_member_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_household_member_household_id_household FOREIGN KEY(household_id) REFERENCES household (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_household_member_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX household_member_entity ON household_member (entity_id)

CREATE INDEX household_member_household_id ON household_member (household_id)

CREATE TABLE joint_share (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	agreement_id BIGINT NOT NULL, 
	place BIGINT NOT NULL, 
	participant TEXT, 
	name TEXT NOT NULL, 
	committee_id TEXT, 
	recipient TEXT NOT NULL, 
	weight BIGINT NOT NULL, 
	CONSTRAINT pk_joint_share PRIMARY KEY (id), 
	CONSTRAINT joint_share_place UNIQUE (agreement_id, place), 
	CONSTRAINT joint_share_weight CHECK (weight > 0), 
	CONSTRAINT fk_joint_share_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_joint_share_agreement_id_joint_agreement FOREIGN KEY(agreement_id) REFERENCES joint_agreement (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE list_transfer (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	document TEXT NOT NULL, 
	side TEXT NOT NULL, 
	inside INTEGER NOT NULL CONSTRAINT inside_is_a_flag CHECK (inside IN (0, 1)), 
	contact_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	account_id BIGINT, 
	data TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	serves TEXT NOT NULL, 
	records BIGINT NOT NULL, 
	contents TEXT NOT NULL, 
	value_cents BIGINT NOT NULL, 
	basis TEXT NOT NULL, 
	basis_words TEXT, 
	appraised_on TEXT CONSTRAINT appraised_on_is_a_day CHECK (appraised_on = to_char(to_date(appraised_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	came_on TEXT CONSTRAINT came_on_is_a_day CHECK (came_on = to_char(to_date(came_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	counter TEXT NOT NULL, 
	counter_cents BIGINT NOT NULL, 
	counter_words TEXT, 
	approver TEXT NOT NULL, 
	attested TEXT, 
	election_code TEXT, 
	given_on TEXT NOT NULL CONSTRAINT given_on_is_a_day CHECK (given_on = to_char(to_date(given_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_list_transfer PRIMARY KEY (id), 
	CONSTRAINT list_transfer_side CHECK (side IN ('gave', 'took')), 
	CONSTRAINT list_transfer_counter CHECK (counter IN ('none', 'money', 'exchange')), 
	CONSTRAINT list_transfer_amounts CHECK (value_cents >= 0 AND counter_cents >= 0 AND records >= 0), 
	CONSTRAINT list_transfer_document UNIQUE (entity_id, document, side), 
	CONSTRAINT fk_list_transfer_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_list_transfer_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_list_transfer_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_list_transfer_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX list_transfer_card_id ON list_transfer (card_id)

CREATE TABLE official (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	reference TEXT NOT NULL, 
	citizen INTEGER NOT NULL CONSTRAINT citizen_is_a_flag CHECK (citizen IN (0, 1)), 
	contractor INTEGER NOT NULL CONSTRAINT contractor_is_a_flag CHECK (contractor IN (0, 1)), 
	note TEXT, 
	published_from TEXT CONSTRAINT published_from_is_a_day CHECK (published_from = to_char(to_date(published_from, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	published_to TEXT CONSTRAINT published_to_is_a_day CHECK (published_to = to_char(to_date(published_to, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_official PRIMARY KEY (id), 
	CONSTRAINT official_card UNIQUE (entity_id, card_id), 
	CONSTRAINT official_reference UNIQUE (entity_id, reference), 
	CONSTRAINT fk_official_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_official_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX official_card_id ON official (card_id)

CREATE TABLE opening (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	filing_id BIGINT, 
	form TEXT NOT NULL, 
	as_of TEXT NOT NULL CONSTRAINT as_of_is_a_day CHECK (as_of = to_char(to_date(as_of, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	line TEXT NOT NULL, 
	cents BIGINT NOT NULL, 
	CONSTRAINT pk_opening PRIMARY KEY (id), 
	CONSTRAINT opening_line UNIQUE (entity_id, form, as_of, line), 
	CONSTRAINT fk_opening_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_opening_filing_id_filing FOREIGN KEY(filing_id) REFERENCES filing (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE payout (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	processor TEXT NOT NULL, 
	external_id TEXT NOT NULL, 
	account_id BIGINT, 
	paid_on TEXT CONSTRAINT paid_on_is_a_day CHECK (paid_on = to_char(to_date(paid_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	gross_cents BIGINT NOT NULL, 
	fee_cents BIGINT NOT NULL, 
	refund_cents BIGINT NOT NULL, 
	net_cents BIGINT NOT NULL, 
	CONSTRAINT pk_payout PRIMARY KEY (id), 
	CONSTRAINT payout_adds_up CHECK (net_cents = gross_cents - fee_cents - refund_cents), 
	CONSTRAINT payout_external UNIQUE (entity_id, processor, external_id), 
	CONSTRAINT fk_payout_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_payout_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE person_apart (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	other_id BIGINT NOT NULL, 
	reason TEXT, 
	CONSTRAINT pk_person_apart PRIMARY KEY (id), 
	CONSTRAINT person_apart_pair UNIQUE (card_id, other_id), 
	CONSTRAINT fk_person_apart_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_person_apart_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_person_apart_other_id_contact FOREIGN KEY(other_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX person_apart_other_id ON person_apart (other_id)

CREATE TABLE person_link (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	person_id BIGINT NOT NULL, 
	reason TEXT, 
	CONSTRAINT pk_person_link PRIMARY KEY (id), 
	CONSTRAINT person_link_card UNIQUE (card_id), 
	CONSTRAINT fk_person_link_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_person_link_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_person_link_person_id_contact FOREIGN KEY(person_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX person_link_person_id ON person_link (person_id)

CREATE TABLE person_question (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	other_id BIGINT NOT NULL, 
	score BIGINT NOT NULL, 
	CONSTRAINT pk_person_question PRIMARY KEY (id), 
	CONSTRAINT person_question_pair UNIQUE (card_id, other_id), 
	CONSTRAINT person_question_order CHECK (card_id < other_id), 
	CONSTRAINT fk_person_question_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_person_question_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_person_question_other_id_contact FOREIGN KEY(other_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX person_question_entity ON person_question (entity_id, score)

CREATE INDEX person_question_other_id ON person_question (other_id)

CREATE TABLE posting (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	transaction_id BIGINT NOT NULL, 
	account_id BIGINT NOT NULL, 
	posted_on TEXT NOT NULL CONSTRAINT posted_on_is_a_day CHECK (posted_on = to_char(to_date(posted_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	cents BIGINT NOT NULL, 
	CONSTRAINT pk_posting PRIMARY KEY (id), 
	CONSTRAINT fk_posting_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_posting_transaction_id_transaction FOREIGN KEY(transaction_id) REFERENCES transaction (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_posting_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX posting_account ON posting (account_id, posted_on, cents)

CREATE INDEX posting_transaction ON posting (transaction_id)

CREATE TABLE promised_gift (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	contact_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	drive_id BIGINT, 
	amount_cents BIGINT NOT NULL, 
	promised_on TEXT NOT NULL CONSTRAINT promised_on_is_a_day CHECK (promised_on = to_char(to_date(promised_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	due_on TEXT NOT NULL CONSTRAINT due_on_is_a_day CHECK (due_on = to_char(to_date(due_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	every TEXT, 
	times BIGINT, 
	channel TEXT, 
	note TEXT, 
	ended_on TEXT CONSTRAINT ended_on_is_a_day CHECK (ended_on = to_char(to_date(ended_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	ended_why TEXT, 
	CONSTRAINT pk_promised_gift PRIMARY KEY (id), 
	CONSTRAINT promise_of_something CHECK (amount_cents > 0), 
	CONSTRAINT promise_every CHECK (every IN ('month', 'quarter', 'year')), 
	CONSTRAINT promise_times CHECK (times IS NULL OR (times > 1 AND every IS NOT NULL)), 
	CONSTRAINT promise_ended_whole CHECK ((ended_on IS NULL) = (ended_why IS NULL)), 
	CONSTRAINT fk_promised_gift_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_promised_gift_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_promised_gift_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_promised_gift_drive_id_drive FOREIGN KEY(drive_id) REFERENCES drive (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX promised_gift_card ON promised_gift (card_id)

CREATE INDEX promised_gift_drive_id ON promised_gift (drive_id) WHERE drive_id IS NOT NULL

CREATE INDEX promised_gift_entity ON promised_gift (entity_id, due_on)

CREATE TABLE transfer_order (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	account_id BIGINT NOT NULL, 
	taker_id BIGINT NOT NULL, 
	taker_account_id BIGINT NOT NULL, 
	transaction_id BIGINT, 
	state TEXT NOT NULL, 
	amount_cents BIGINT NOT NULL, 
	proposed_on TEXT NOT NULL CONSTRAINT proposed_on_is_a_day CHECK (proposed_on = to_char(to_date(proposed_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	sent_on TEXT CONSTRAINT sent_on_is_a_day CHECK (sent_on = to_char(to_date(sent_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	received_on TEXT CONSTRAINT received_on_is_a_day CHECK (received_on = to_char(to_date(received_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	content TEXT NOT NULL, 
	settles TEXT, 
	CONSTRAINT pk_transfer_order PRIMARY KEY (id), 
	CONSTRAINT transfer_order_state CHECK (state IN ('proposed', 'sent', 'received', 'cancelled')), 
	CONSTRAINT fk_transfer_order_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_transfer_order_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_transfer_order_taker_id_entity FOREIGN KEY(taker_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_transfer_order_taker_account_id_account FOREIGN KEY(taker_account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_transfer_order_transaction_id_transaction FOREIGN KEY(transaction_id) REFERENCES transaction (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE waiver (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	rule TEXT NOT NULL, 
	card_id BIGINT, 
	about TEXT NOT NULL, 
	cents BIGINT NOT NULL, 
	reason TEXT NOT NULL, 
	initials TEXT NOT NULL, 
	waived_on TEXT NOT NULL CONSTRAINT waived_on_is_a_day CHECK (waived_on = to_char(to_date(waived_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_waiver PRIMARY KEY (id), 
	CONSTRAINT waiver_signed CHECK (reason <> '' AND initials <> ''), 
	CONSTRAINT fk_waiver_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_waiver_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX waiver_card_id ON waiver (card_id) WHERE card_id IS NOT NULL

CREATE INDEX waiver_entity ON waiver (entity_id, rule)

CREATE TABLE attestation (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	official_id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	on_date TEXT NOT NULL CONSTRAINT on_date_is_a_day CHECK (on_date = to_char(to_date(on_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	document TEXT, 
	CONSTRAINT pk_attestation PRIMARY KEY (id), 
	CONSTRAINT fk_attestation_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_attestation_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX attestation_official_id ON attestation (official_id)

CREATE TABLE bank_closing_item (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	bank_closing_id BIGINT NOT NULL, 
	side TEXT NOT NULL, 
	statement_line_id BIGINT, 
	posting_id BIGINT, 
	day TEXT NOT NULL CONSTRAINT day_is_a_day CHECK (day = to_char(to_date(day, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	cents BIGINT NOT NULL, 
	text TEXT NOT NULL, 
	why TEXT NOT NULL, 
	CONSTRAINT pk_bank_closing_item PRIMARY KEY (id), 
	CONSTRAINT closing_item_side CHECK (side IN ('bank', 'books')), 
	CONSTRAINT closing_item_one CHECK (statement_line_id IS NULL OR posting_id IS NULL), 
	CONSTRAINT fk_bank_closing_item_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_closing_item_bank_closing_id_bank_closing FOREIGN KEY(bank_closing_id) REFERENCES bank_closing (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX bank_closing_item_bank_closing_id ON bank_closing_item (bank_closing_id)

CREATE INDEX bank_closing_item_entity ON bank_closing_item (entity_id)

CREATE TABLE bank_match_posting (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	bank_match_id BIGINT NOT NULL, 
	posting_id BIGINT NOT NULL, 
	CONSTRAINT pk_bank_match_posting PRIMARY KEY (id), 
	CONSTRAINT bank_match_posting_once UNIQUE (posting_id), 
	CONSTRAINT fk_bank_match_posting_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_match_posting_bank_match_id_bank_match FOREIGN KEY(bank_match_id) REFERENCES bank_match (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_match_posting_posting_id_posting FOREIGN KEY(posting_id) REFERENCES posting (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX bank_match_posting_bank_match_id ON bank_match_posting (bank_match_id)

CREATE INDEX bank_match_posting_entity ON bank_match_posting (entity_id)

CREATE TABLE cost_invoice_sheet (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	invoice_id BIGINT NOT NULL, 
	timesheet_id BIGINT NOT NULL, 
	minutes BIGINT NOT NULL, 
	cents BIGINT NOT NULL, 
	CONSTRAINT pk_cost_invoice_sheet PRIMARY KEY (id), 
	CONSTRAINT cost_invoice_sheet_once UNIQUE (invoice_id, timesheet_id), 
	CONSTRAINT fk_cost_invoice_sheet_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_cost_invoice_sheet_invoice_id_cost_invoice FOREIGN KEY(invoice_id) REFERENCES cost_invoice (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_cost_invoice_sheet_timesheet_id_cost_timesheet FOREIGN KEY(timesheet_id) REFERENCES cost_timesheet (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX cost_invoice_sheet_invoice_id ON cost_invoice_sheet (invoice_id)

CREATE INDEX cost_invoice_sheet_timesheet_id ON cost_invoice_sheet (timesheet_id)

CREATE TABLE donor_attestation (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	given INTEGER NOT NULL CONSTRAINT given_is_a_flag CHECK (given IN (0, 1)), 
	on_date TEXT NOT NULL CONSTRAINT on_date_is_a_day CHECK (on_date = to_char(to_date(on_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	how TEXT NOT NULL, 
	note TEXT, 
	document_id BIGINT, 
	CONSTRAINT pk_donor_attestation PRIMARY KEY (id), 
	CONSTRAINT fk_donor_attestation_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_donor_attestation_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_donor_attestation_document_id_donor_document FOREIGN KEY(document_id) REFERENCES donor_document (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX donor_attestation_card_id ON donor_attestation (card_id)

CREATE INDEX donor_attestation_document_id ON donor_attestation (document_id) WHERE document_id IS NOT NULL

CREATE INDEX donor_attestation_entity ON donor_attestation (entity_id, kind)

CREATE TABLE escalation_step (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	official_id BIGINT NOT NULL, 
	step TEXT NOT NULL, 
	on_date TEXT NOT NULL CONSTRAINT on_date_is_a_day CHECK (on_date = to_char(to_date(on_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	role TEXT NOT NULL, 
	who TEXT NOT NULL, 
	address TEXT, 
	text TEXT, 
	answer TEXT, 
	answered_on TEXT CONSTRAINT answered_on_is_a_day CHECK (answered_on = to_char(to_date(answered_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	broken_on TEXT CONSTRAINT broken_on_is_a_day CHECK (broken_on = to_char(to_date(broken_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_escalation_step PRIMARY KEY (id), 
	CONSTRAINT escalation_step_answer CHECK (answer IN ('accepted', 'declined')), 
	CONSTRAINT escalation_step_answered CHECK ((answer IS NULL) = (answered_on IS NULL)), 
	CONSTRAINT fk_escalation_step_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_escalation_step_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX escalation_step_day ON escalation_step (entity_id, on_date)

CREATE INDEX escalation_step_official_id ON escalation_step (official_id)

CREATE TABLE family_state (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	official_id BIGINT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	known_on TEXT NOT NULL CONSTRAINT known_on_is_a_day CHECK (known_on = to_char(to_date(known_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	children BIGINT NOT NULL, 
	dependants BIGINT NOT NULL, 
	CONSTRAINT pk_family_state PRIMARY KEY (id), 
	CONSTRAINT fk_family_state_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_family_state_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX family_state_official_id ON family_state (official_id)

CREATE TABLE federal_candidacy (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	official_id BIGINT NOT NULL, 
	office TEXT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	basis TEXT, 
	CONSTRAINT pk_federal_candidacy PRIMARY KEY (id), 
	CONSTRAINT fk_federal_candidacy_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_federal_candidacy_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX federal_candidacy_official_id ON federal_candidacy (official_id)

CREATE TABLE item (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	transaction_id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	contact_id BIGINT, 
	card_id BIGINT, 
	account_id BIGINT, 
	amount_cents BIGINT NOT NULL, 
	cash_cents BIGINT NOT NULL, 
	item_date TEXT NOT NULL CONSTRAINT item_date_is_a_day CHECK (item_date = to_char(to_date(item_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	reported_on TEXT CONSTRAINT reported_on_is_a_day CHECK (reported_on = to_char(to_date(reported_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	made_date TEXT CONSTRAINT made_date_is_a_day CHECK (made_date = to_char(to_date(made_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	agent_date TEXT CONSTRAINT agent_date_is_a_day CHECK (agent_date = to_char(to_date(agent_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	deposited_date TEXT CONSTRAINT deposited_date_is_a_day CHECK (deposited_date = to_char(to_date(deposited_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	memo INTEGER NOT NULL CONSTRAINT memo_is_a_flag CHECK (memo IN (0, 1)), 
	purpose TEXT, 
	memo_description TEXT, 
	election_code TEXT, 
	parent_id BIGINT, 
	applies_to_id BIGINT, 
	corrects_id BIGINT, 
	conduit_id BIGINT, 
	payout_id BIGINT, 
	drive_id BIGINT, 
	force_itemised INTEGER CONSTRAINT force_itemised_is_a_flag CHECK (force_itemised IN (0, 1)), 
	unaggregated INTEGER NOT NULL CONSTRAINT unaggregated_is_a_flag CHECK (unaggregated IN (0, 1)), 
	federal_cents BIGINT, 
	other_cents BIGINT, 
	filed_aggregate_cents BIGINT, 
	fields TEXT, 
	CONSTRAINT pk_item PRIMARY KEY (id), 
	CONSTRAINT item_cash CHECK (cash_cents = 0 OR (account_id IS NOT NULL AND memo = 0 AND (cash_cents = amount_cents OR cash_cents = -amount_cents))), 
	CONSTRAINT item_shares CHECK (federal_cents IS NULL OR federal_cents + other_cents = amount_cents), 
	CONSTRAINT fk_item_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_transaction_id_transaction FOREIGN KEY(transaction_id) REFERENCES transaction (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_parent_id_item FOREIGN KEY(parent_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_applies_to_id_item FOREIGN KEY(applies_to_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_corrects_id_item FOREIGN KEY(corrects_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_conduit_id_contact FOREIGN KEY(conduit_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_payout_id_payout FOREIGN KEY(payout_id) REFERENCES payout (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_drive_id_drive FOREIGN KEY(drive_id) REFERENCES drive (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX item_amount ON item (entity_id, amount_cents, item_date, kind, memo)

CREATE INDEX item_applies_to_id ON item (applies_to_id) WHERE applies_to_id IS NOT NULL

CREATE INDEX item_card ON item (card_id, item_date, kind, memo, amount_cents)

CREATE INDEX item_corrects_id ON item (corrects_id) WHERE corrects_id IS NOT NULL

CREATE INDEX item_day ON item (entity_id, item_date, kind, memo, amount_cents)

CREATE INDEX item_drive ON item (drive_id, card_id, kind, memo, amount_cents) WHERE drive_id IS NOT NULL

CREATE INDEX item_filed ON item (entity_id, filed_aggregate_cents) WHERE filed_aggregate_cents IS NOT NULL

CREATE INDEX item_parent_id ON item (parent_id) WHERE parent_id IS NOT NULL

CREATE INDEX item_reported ON item (entity_id, reported_on) WHERE reported_on IS NOT NULL

CREATE INDEX item_transaction ON item (transaction_id)

CREATE TABLE office_term (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	official_id BIGINT NOT NULL, 
	public_office_id BIGINT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	end_known_on TEXT CONSTRAINT end_known_on_is_a_day CHECK (end_known_on = to_char(to_date(end_known_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	end_reason TEXT, 
	CONSTRAINT pk_office_term PRIMARY KEY (id), 
	CONSTRAINT fk_office_term_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_office_term_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_office_term_public_office_id_public_office FOREIGN KEY(public_office_id) REFERENCES public_office (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX office_term_official_id ON office_term (official_id)

CREATE INDEX office_term_public_office_id ON office_term (public_office_id)

CREATE TABLE official_unit (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	official_id BIGINT NOT NULL, 
	unit TEXT NOT NULL, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_official_unit PRIMARY KEY (id), 
	CONSTRAINT fk_official_unit_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_official_unit_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX official_unit_official_id ON official_unit (official_id)

CREATE TABLE pledge (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	official_id BIGINT NOT NULL, 
	schedule_code TEXT NOT NULL, 
	text_version TEXT NOT NULL, 
	text TEXT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	signed_on TEXT CONSTRAINT signed_on_is_a_day CHECK (signed_on = to_char(to_date(signed_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_pledge PRIMARY KEY (id), 
	CONSTRAINT fk_pledge_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_pledge_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX pledge_official_id ON pledge (official_id)

CREATE TABLE promise_reminder (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	promised_gift_id BIGINT NOT NULL, 
	due_on TEXT NOT NULL CONSTRAINT due_on_is_a_day CHECK (due_on = to_char(to_date(due_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	sent_on TEXT NOT NULL CONSTRAINT sent_on_is_a_day CHECK (sent_on = to_char(to_date(sent_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	channel TEXT NOT NULL, 
	words TEXT, 
	CONSTRAINT pk_promise_reminder PRIMARY KEY (id), 
	CONSTRAINT fk_promise_reminder_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_promise_reminder_promised_gift_id_promised_gift FOREIGN KEY(promised_gift_id) REFERENCES promised_gift (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX promise_reminder_promised_gift_id ON promise_reminder (promised_gift_id)

CREATE TABLE remittance_instruction (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	official_id BIGINT NOT NULL, 
	period TEXT NOT NULL, 
	due_cents BIGINT NOT NULL, 
	carried_in_cents BIGINT NOT NULL, 
	carried_out_cents BIGINT NOT NULL, 
	made_on TEXT NOT NULL CONSTRAINT made_on_is_a_day CHECK (made_on = to_char(to_date(made_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	drafted_on TEXT NOT NULL CONSTRAINT drafted_on_is_a_day CHECK (drafted_on = to_char(to_date(drafted_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	signed_on TEXT CONSTRAINT signed_on_is_a_day CHECK (signed_on = to_char(to_date(signed_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_remittance_instruction PRIMARY KEY (id), 
	CONSTRAINT remittance_instruction_period UNIQUE (official_id, period), 
	CONSTRAINT fk_remittance_instruction_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_remittance_instruction_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX remittance_instruction_official_id ON remittance_instruction (official_id)

CREATE TABLE remittance_waiver (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	official_id BIGINT NOT NULL, 
	reason TEXT NOT NULL, 
	first_period TEXT NOT NULL, 
	last_period TEXT NOT NULL, 
	cents BIGINT, 
	due_kind TEXT NOT NULL, 
	approved_by TEXT NOT NULL, 
	approved_on TEXT NOT NULL CONSTRAINT approved_on_is_a_day CHECK (approved_on = to_char(to_date(approved_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_remittance_waiver PRIMARY KEY (id), 
	CONSTRAINT remittance_waiver_periods CHECK (first_period <= last_period), 
	CONSTRAINT fk_remittance_waiver_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_remittance_waiver_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX remittance_waiver_official_id ON remittance_waiver (official_id)

CREATE TABLE standing_certificate (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	official_id BIGINT NOT NULL, 
	on_date TEXT NOT NULL CONSTRAINT on_date_is_a_day CHECK (on_date = to_char(to_date(on_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	issued_on TEXT NOT NULL CONSTRAINT issued_on_is_a_day CHECK (issued_on = to_char(to_date(issued_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	issued_by TEXT NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_standing_certificate PRIMARY KEY (id), 
	CONSTRAINT standing_certificate_day UNIQUE (official_id, on_date), 
	CONSTRAINT fk_standing_certificate_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_standing_certificate_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE statement_line (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	bank_statement_id BIGINT NOT NULL, 
	account_id BIGINT NOT NULL, 
	line_key TEXT NOT NULL, 
	booked_on TEXT NOT NULL CONSTRAINT booked_on_is_a_day CHECK (booked_on = to_char(to_date(booked_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	value_on TEXT CONSTRAINT value_on_is_a_day CHECK (value_on = to_char(to_date(value_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	amount_cents BIGINT NOT NULL, 
	reference TEXT NOT NULL, 
	payee TEXT NOT NULL, 
	memo TEXT NOT NULL, 
	check_number TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	place TEXT NOT NULL, 
	CONSTRAINT pk_statement_line PRIMARY KEY (id), 
	CONSTRAINT statement_line_key UNIQUE (account_id, line_key), 
	CONSTRAINT fk_statement_line_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_statement_line_bank_statement_id_bank_statement FOREIGN KEY(bank_statement_id) REFERENCES bank_statement (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_statement_line_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX statement_line_bank_statement_id ON statement_line (bank_statement_id)

CREATE INDEX statement_line_entity ON statement_line (entity_id, booked_on)

CREATE TABLE bank_check (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	account_id BIGINT NOT NULL, 
	number BIGINT NOT NULL, 
	payee TEXT NOT NULL, 
	amount_cents BIGINT NOT NULL, 
	item_id BIGINT, 
	drawn_on TEXT NOT NULL CONSTRAINT drawn_on_is_a_day CHECK (drawn_on = to_char(to_date(drawn_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	printed_on TEXT CONSTRAINT printed_on_is_a_day CHECK (printed_on = to_char(to_date(printed_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	voided_on TEXT CONSTRAINT voided_on_is_a_day CHECK (voided_on = to_char(to_date(voided_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	voided_why TEXT, 
	void_item_id BIGINT, 
	CONSTRAINT pk_bank_check PRIMARY KEY (id), 
	CONSTRAINT check_number_counts CHECK (number > 0), 
	CONSTRAINT check_voided_whole CHECK ((voided_on IS NULL) = (voided_why IS NULL)), 
	CONSTRAINT check_void_entry CHECK (void_item_id IS NULL OR voided_on IS NOT NULL), 
	CONSTRAINT check_number_once UNIQUE (account_id, number), 
	CONSTRAINT check_item_once UNIQUE (item_id), 
	CONSTRAINT check_void_item_once UNIQUE (void_item_id), 
	CONSTRAINT fk_bank_check_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_check_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_check_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_check_void_item_id_item FOREIGN KEY(void_item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX check_entity ON bank_check (entity_id, drawn_on)

CREATE TABLE bank_match_line (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	bank_match_id BIGINT NOT NULL, 
	statement_line_id BIGINT NOT NULL, 
	CONSTRAINT pk_bank_match_line PRIMARY KEY (id), 
	CONSTRAINT bank_match_line_once UNIQUE (statement_line_id), 
	CONSTRAINT fk_bank_match_line_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_match_line_bank_match_id_bank_match FOREIGN KEY(bank_match_id) REFERENCES bank_match (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_match_line_statement_line_id_statement_line FOREIGN KEY(statement_line_id) REFERENCES statement_line (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX bank_match_line_bank_match_id ON bank_match_line (bank_match_id)

CREATE INDEX bank_match_line_entity ON bank_match_line (entity_id)

CREATE TABLE bill (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	contact_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	number TEXT NOT NULL, 
	received_on TEXT NOT NULL CONSTRAINT received_on_is_a_day CHECK (received_on = to_char(to_date(received_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	due_on TEXT NOT NULL CONSTRAINT due_on_is_a_day CHECK (due_on = to_char(to_date(due_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	amount_cents BIGINT NOT NULL, 
	purpose TEXT NOT NULL, 
	category TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	method TEXT NOT NULL, 
	account_id BIGINT NOT NULL, 
	entered_by TEXT NOT NULL, 
	item_id BIGINT, 
	withdrawn_on TEXT CONSTRAINT withdrawn_on_is_a_day CHECK (withdrawn_on = to_char(to_date(withdrawn_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	withdrawn_why TEXT, 
	CONSTRAINT pk_bill PRIMARY KEY (id), 
	CONSTRAINT bill_of_something CHECK (amount_cents > 0), 
	CONSTRAINT bill_method CHECK (method IN ('check', 'wire', 'ach', 'card')), 
	CONSTRAINT bill_withdrawn CHECK ((withdrawn_on IS NULL) = (withdrawn_why IS NULL)), 
	CONSTRAINT bill_paid_or_withdrawn CHECK (item_id IS NULL OR withdrawn_on IS NULL), 
	CONSTRAINT bill_paid_once UNIQUE (item_id), 
	CONSTRAINT fk_bill_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bill_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bill_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bill_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bill_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX bill_card ON bill (card_id, number)

CREATE INDEX bill_entity ON bill (entity_id, due_on)

CREATE TABLE deposit_item (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	deposit_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	CONSTRAINT pk_deposit_item PRIMARY KEY (id), 
	CONSTRAINT deposit_item_once UNIQUE (item_id), 
	CONSTRAINT fk_deposit_item_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_deposit_item_deposit_id_deposit FOREIGN KEY(deposit_id) REFERENCES deposit (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_deposit_item_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX deposit_item_deposit_id ON deposit_item (deposit_id)

CREATE INDEX deposit_item_entity ON deposit_item (entity_id)

CREATE TABLE fec_id (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	fec_id TEXT NOT NULL, 
	item_id BIGINT NOT NULL, 
	CONSTRAINT pk_fec_id PRIMARY KEY (id), 
	CONSTRAINT fec_id_once UNIQUE (entity_id, fec_id), 
	CONSTRAINT fk_fec_id_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_fec_id_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX fec_id_item ON fec_id (item_id)

CREATE TABLE filing_item (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	filing_id BIGINT NOT NULL, 
	item_id BIGINT, 
	line TEXT NOT NULL, 
	itemised INTEGER NOT NULL CONSTRAINT itemised_is_a_flag CHECK (itemised IN (0, 1)), 
	fec_id TEXT, 
	amount_cents BIGINT NOT NULL, 
	fields TEXT, 
	CONSTRAINT pk_filing_item PRIMARY KEY (id), 
	CONSTRAINT fk_filing_item_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_filing_item_filing_id_filing FOREIGN KEY(filing_id) REFERENCES filing (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_filing_item_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX filing_item_filing ON filing_item (filing_id)

CREATE INDEX filing_item_item ON filing_item (item_id)

CREATE TABLE hold (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	reason TEXT NOT NULL, 
	rule TEXT, 
	basis TEXT NOT NULL, 
	cents BIGINT NOT NULL, 
	refunded_before_cents BIGINT NOT NULL, 
	since TEXT NOT NULL CONSTRAINT since_is_a_day CHECK (since = to_char(to_date(since, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	waiting_kind TEXT, 
	resolution TEXT, 
	resolved_on TEXT CONSTRAINT resolved_on_is_a_day CHECK (resolved_on = to_char(to_date(resolved_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	resolved_by TEXT, 
	resolved_why TEXT, 
	CONSTRAINT pk_hold PRIMARY KEY (id), 
	CONSTRAINT hold_of_something CHECK (cents > 0), 
	CONSTRAINT hold_resolution CHECK (resolution IN ('released', 'returned')), 
	CONSTRAINT hold_resolved_whole CHECK ((resolution IS NULL) = (resolved_on IS NULL) AND (resolution IS NULL) = (resolved_why IS NULL)), 
	CONSTRAINT fk_hold_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_hold_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX hold_entity ON hold (entity_id)

CREATE INDEX hold_item_id ON hold (item_id)

CREATE TABLE instruction_line (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	remittance_instruction_id BIGINT NOT NULL, 
	recipient TEXT NOT NULL, 
	account_kind TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	giver TEXT NOT NULL, 
	period TEXT NOT NULL, 
	cents BIGINT NOT NULL, 
	room_before_cents BIGINT, 
	room_after_cents BIGINT, 
	reason TEXT NOT NULL, 
	citation TEXT NOT NULL, 
	made_on TEXT NOT NULL CONSTRAINT made_on_is_a_day CHECK (made_on = to_char(to_date(made_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_instruction_line PRIMARY KEY (id), 
	CONSTRAINT fk_instruction_line_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_instruction_line_remittance_instruction_id_remittanc_8966 FOREIGN KEY(remittance_instruction_id) REFERENCES remittance_instruction (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX instruction_line_remittance_instruction_id ON instruction_line (remittance_instruction_id)

CREATE TABLE item_party (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	role TEXT NOT NULL, 
	contact_id BIGINT NOT NULL, 
	card_id BIGINT NOT NULL, 
	CONSTRAINT pk_item_party PRIMARY KEY (id), 
	CONSTRAINT item_party_role UNIQUE (item_id, role), 
	CONSTRAINT fk_item_party_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_party_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_party_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_party_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE kept_letter (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	card_id BIGINT, 
	item_id BIGINT, 
	request_id BIGINT, 
	addressee TEXT NOT NULL, 
	about TEXT NOT NULL, 
	cents BIGINT, 
	asks TEXT, 
	text_sha256 TEXT NOT NULL, 
	who TEXT NOT NULL, 
	written_on TEXT NOT NULL CONSTRAINT written_on_is_a_day CHECK (written_on = to_char(to_date(written_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	send_by TEXT CONSTRAINT send_by_is_a_day CHECK (send_by = to_char(to_date(send_by, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	reply_by TEXT CONSTRAINT reply_by_is_a_day CHECK (reply_by = to_char(to_date(reply_by, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	sent_on TEXT CONSTRAINT sent_on_is_a_day CHECK (sent_on = to_char(to_date(sent_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	channel TEXT, 
	answered_on TEXT CONSTRAINT answered_on_is_a_day CHECK (answered_on = to_char(to_date(answered_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	answer TEXT, 
	size BIGINT NOT NULL, 
	sha256 TEXT NOT NULL, 
	content BYTEA NOT NULL, 
	CONSTRAINT pk_kept_letter PRIMARY KEY (id), 
	CONSTRAINT kept_letter_sent_somehow CHECK ((sent_on IS NULL) = (channel IS NULL)), 
	CONSTRAINT kept_letter_answer_whole CHECK ((answered_on IS NULL) = (answer IS NULL)), 
	CONSTRAINT kept_letter_sent_before_answered CHECK (answered_on IS NULL OR sent_on IS NOT NULL), 
	CONSTRAINT kept_letter_asks_somebody CHECK (asks IS NULL OR card_id IS NOT NULL), 
	CONSTRAINT kept_letter_was_a_request CHECK (request_id IS NULL OR asks IS NOT NULL), 
	CONSTRAINT kept_letter_holds_something CHECK (size > 0), 
	CONSTRAINT fk_kept_letter_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_kept_letter_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_kept_letter_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_kept_letter_request_id_donor_request FOREIGN KEY(request_id) REFERENCES donor_request (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX kept_letter_card_id ON kept_letter (card_id) WHERE card_id IS NOT NULL

CREATE INDEX kept_letter_entity ON kept_letter (entity_id, written_on)

CREATE INDEX kept_letter_item_id ON kept_letter (item_id) WHERE item_id IS NOT NULL

CREATE INDEX kept_letter_request_id ON kept_letter (request_id) WHERE request_id IS NOT NULL

CREATE TABLE line_set_aside (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	statement_line_id BIGINT NOT NULL, 
	why TEXT NOT NULL, 
	said_by TEXT NOT NULL, 
	said_on TEXT NOT NULL CONSTRAINT said_on_is_a_day CHECK (said_on = to_char(to_date(said_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_line_set_aside PRIMARY KEY (id), 
	CONSTRAINT line_set_aside_once UNIQUE (statement_line_id), 
	CONSTRAINT fk_line_set_aside_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_line_set_aside_statement_line_id_statement_line FOREIGN KEY(statement_line_id) REFERENCES statement_line (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX line_set_aside_entity ON line_set_aside (entity_id)

CREATE TABLE list_transfer_entry (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	list_transfer_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	role TEXT NOT NULL, 
	CONSTRAINT pk_list_transfer_entry PRIMARY KEY (id), 
	CONSTRAINT list_transfer_entry_role CHECK (role IN ('price', 'in_kind', 'against')), 
	CONSTRAINT fk_list_transfer_entry_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_list_transfer_entry_list_transfer_id_list_transfer FOREIGN KEY(list_transfer_id) REFERENCES list_transfer (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_list_transfer_entry_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX list_transfer_entry_entity ON list_transfer_entry (entity_id)

CREATE INDEX list_transfer_entry_item_id ON list_transfer_entry (item_id)

CREATE INDEX list_transfer_entry_list_transfer_id ON list_transfer_entry (list_transfer_id)

CREATE TABLE memo_text (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	item_id BIGINT, 
	form TEXT, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	fec_id TEXT, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_memo_text PRIMARY KEY (id), 
	CONSTRAINT fk_memo_text_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_memo_text_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX memo_text_item ON memo_text (item_id)

CREATE TABLE obligation_state (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	as_of TEXT NOT NULL CONSTRAINT as_of_is_a_day CHECK (as_of = to_char(to_date(as_of, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	beginning_cents BIGINT, 
	incurred_cents BIGINT, 
	paid_cents BIGINT, 
	balance_cents BIGINT NOT NULL, 
	CONSTRAINT pk_obligation_state PRIMARY KEY (id), 
	CONSTRAINT obligation_state_day UNIQUE (item_id, as_of), 
	CONSTRAINT fk_obligation_state_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_obligation_state_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE TABLE pay_record (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	office_term_id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	per TEXT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	known_on TEXT NOT NULL CONSTRAINT known_on_is_a_day CHECK (known_on = to_char(to_date(known_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	gross_cents BIGINT NOT NULL, 
	withheld_cents BIGINT NOT NULL, 
	net_cents BIGINT NOT NULL, 
	allowance_cents BIGINT NOT NULL, 
	allowance_included INTEGER NOT NULL CONSTRAINT allowance_included_is_a_flag CHECK (allowance_included IN (0, 1)), 
	allowance_taxable INTEGER NOT NULL CONSTRAINT allowance_taxable_is_a_flag CHECK (allowance_taxable IN (0, 1)), 
	document TEXT, 
	CONSTRAINT pk_pay_record PRIMARY KEY (id), 
	CONSTRAINT pay_record_kind CHECK (kind IN ('pay', 'severance')), 
	CONSTRAINT pay_record_per CHECK (per IN ('month', 'year', 'once')), 
	CONSTRAINT fk_pay_record_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_pay_record_office_term_id_office_term FOREIGN KEY(office_term_id) REFERENCES office_term (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX pay_record_office_term_id ON pay_record (office_term_id)

CREATE TABLE pledge_recipient (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	pledge_id BIGINT NOT NULL, 
	recipient TEXT NOT NULL, 
	account_kind TEXT NOT NULL, 
	tier BIGINT NOT NULL, 
	weight BIGINT NOT NULL, 
	wish_cents BIGINT, 
	cap_cents BIGINT, 
	consented_on TEXT NOT NULL CONSTRAINT consented_on_is_a_day CHECK (consented_on = to_char(to_date(consented_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date = to_char(to_date(from_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date = to_char(to_date(to_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_pledge_recipient PRIMARY KEY (id), 
	CONSTRAINT pledge_recipient_place CHECK (tier > 0 AND weight > 0), 
	CONSTRAINT fk_pledge_recipient_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_pledge_recipient_pledge_id_pledge FOREIGN KEY(pledge_id) REFERENCES pledge (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX pledge_recipient_pledge_id ON pledge_recipient (pledge_id)

CREATE TABLE pledge_step (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	pledge_id BIGINT NOT NULL, 
	state TEXT NOT NULL, 
	on_date TEXT NOT NULL CONSTRAINT on_date_is_a_day CHECK (on_date = to_char(to_date(on_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	until_date TEXT CONSTRAINT until_date_is_a_day CHECK (until_date = to_char(to_date(until_date, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	role TEXT NOT NULL, 
	who TEXT NOT NULL, 
	note TEXT, 
	CONSTRAINT pk_pledge_step PRIMARY KEY (id), 
	CONSTRAINT fk_pledge_step_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_pledge_step_pledge_id_pledge FOREIGN KEY(pledge_id) REFERENCES pledge (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX pledge_step_pledge_id ON pledge_step (pledge_id)

CREATE TABLE promise_kept (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	promised_gift_id BIGINT NOT NULL, 
	due_on TEXT NOT NULL CONSTRAINT due_on_is_a_day CHECK (due_on = to_char(to_date(due_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	item_id BIGINT NOT NULL, 
	CONSTRAINT pk_promise_kept PRIMARY KEY (id), 
	CONSTRAINT promise_kept_item UNIQUE (item_id), 
	CONSTRAINT fk_promise_kept_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_promise_kept_promised_gift_id_promised_gift FOREIGN KEY(promised_gift_id) REFERENCES promised_gift (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_promise_kept_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX promise_kept_promised_gift_id ON promise_kept (promised_gift_id)

CREATE TABLE remittance_receipt (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	keeper TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	period TEXT, 
	CONSTRAINT pk_remittance_receipt PRIMARY KEY (id), 
	CONSTRAINT remittance_receipt_item UNIQUE (item_id), 
	CONSTRAINT fk_remittance_receipt_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_remittance_receipt_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX remittance_receipt_official ON remittance_receipt (keeper, reference)

CREATE TABLE source_row (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	external_id TEXT NOT NULL, 
	item_id BIGINT NOT NULL, 
	digest TEXT NOT NULL, 
	fee_cents BIGINT, 
	receipt_id TEXT, 
	page TEXT, 
	reference_code TEXT, 
	recurrence BIGINT, 
	every TEXT, 
	refund_id TEXT, 
	drive_by_hand INTEGER CONSTRAINT drive_by_hand_is_a_flag CHECK (drive_by_hand IN (0, 1)), 
	CONSTRAINT pk_source_row PRIMARY KEY (id), 
	CONSTRAINT source_row_external UNIQUE (entity_id, source, external_id), 
	CONSTRAINT fk_source_row_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_source_row_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX source_row_charge ON source_row (item_id) WHERE recurrence IS NOT NULL

CREATE INDEX source_row_item ON source_row (item_id)

CREATE INDEX source_row_series ON source_row (entity_id, source, receipt_id, recurrence, item_id) WHERE recurrence IS NOT NULL

CREATE TABLE wall_note (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	giver TEXT NOT NULL, 
	recipient TEXT NOT NULL, 
	needs TEXT NOT NULL, 
	words TEXT NOT NULL, 
	who TEXT NOT NULL, 
	said_on TEXT NOT NULL CONSTRAINT said_on_is_a_day CHECK (said_on = to_char(to_date(said_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_wall_note PRIMARY KEY (id), 
	CONSTRAINT fk_wall_note_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_wall_note_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX wall_note_item_id ON wall_note (item_id)

CREATE TABLE bill_approval (
	id BIGINT NOT NULL, 
	entity_id BIGINT NOT NULL, 
	bill_id BIGINT NOT NULL, 
	approver TEXT NOT NULL, 
	approver_key TEXT NOT NULL, 
	approved_on TEXT NOT NULL CONSTRAINT approved_on_is_a_day CHECK (approved_on = to_char(to_date(approved_on, 'YYYY-MM-DD'), 'YYYY-MM-DD')), 
	CONSTRAINT pk_bill_approval PRIMARY KEY (id), 
	CONSTRAINT bill_approval_once UNIQUE (bill_id, approver_key), 
	CONSTRAINT fk_bill_approval_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bill_approval_bill_id_bill FOREIGN KEY(bill_id) REFERENCES bill (id) DEFERRABLE INITIALLY IMMEDIATE
)

CREATE INDEX bill_approval_entity ON bill_approval (entity_id)

CREATE INDEX refers_bill_contact_id ON bill (contact_id)

CREATE INDEX refers_bill_account_id ON bill (account_id)

CREATE INDEX refers_drive_parent_id ON drive (parent_id) WHERE parent_id IS NOT NULL

CREATE INDEX refers_entity_parent_id ON entity (parent_id) WHERE parent_id IS NOT NULL

CREATE INDEX refers_entity_unit_id ON entity (unit_id) WHERE unit_id IS NOT NULL

CREATE INDEX refers_filing_amends_id ON filing (amends_id) WHERE amends_id IS NOT NULL

CREATE INDEX refers_item_contact_id ON item (contact_id) WHERE contact_id IS NOT NULL

CREATE INDEX refers_item_account_id ON item (account_id) WHERE account_id IS NOT NULL

CREATE INDEX refers_item_conduit_id ON item (conduit_id) WHERE conduit_id IS NOT NULL

CREATE INDEX refers_item_payout_id ON item (payout_id) WHERE payout_id IS NOT NULL

CREATE INDEX refers_item_party_contact_id ON item_party (contact_id)

CREATE INDEX refers_item_party_card_id ON item_party (card_id)

CREATE INDEX refers_list_transfer_contact_id ON list_transfer (contact_id)

CREATE INDEX refers_list_transfer_account_id ON list_transfer (account_id) WHERE account_id IS NOT NULL

CREATE INDEX refers_opening_filing_id ON opening (filing_id) WHERE filing_id IS NOT NULL

CREATE INDEX refers_payout_account_id ON payout (account_id) WHERE account_id IS NOT NULL

CREATE INDEX refers_promised_gift_contact_id ON promised_gift (contact_id)

CREATE INDEX refers_transfer_order_account_id ON transfer_order (account_id)

CREATE INDEX refers_transfer_order_taker_id ON transfer_order (taker_id)

CREATE INDEX refers_transfer_order_taker_account_id ON transfer_order (taker_account_id)

CREATE INDEX refers_transfer_order_transaction_id ON transfer_order (transaction_id) WHERE transaction_id IS NOT NULL

CREATE INDEX refers_unit_parent_id ON unit (parent_id) WHERE parent_id IS NOT NULL

CREATE FUNCTION wall_inside() RETURNS boolean LANGUAGE sql STABLE
BEGIN ATOMIC
SELECT CURRENT_USER = pg_get_userbyid((SELECT relowner FROM pg_class WHERE oid = CAST('member' AS regclass)))
    AND (current_setting('search_path') = 'pg_catalog, pg_temp'
        OR coalesce(current_setting('financedesk.inside', true), '') = 'yes');
END

CREATE FUNCTION wall_open() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT NOT EXISTS (SELECT 1 FROM member WHERE active = 1)
    AND pg_has_role(SESSION_USER, (SELECT relowner FROM pg_class WHERE oid = CAST('member' AS regclass)), 'MEMBER');
END

CREATE FUNCTION wall_down() RETURNS boolean LANGUAGE sql STABLE
BEGIN ATOMIC
SELECT wall_inside() OR wall_open();
END

CREATE FUNCTION wall_seen() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT coalesce(array_agg(e.entity_id), CAST('{}' AS BIGINT[])) FROM member_entity e JOIN member m ON m.id = e.member_id WHERE m.login = SESSION_USER AND m.active = 1;
END

CREATE FUNCTION wall_written() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT coalesce(array_agg(e.entity_id), CAST('{}' AS BIGINT[])) FROM member_entity e JOIN member m ON m.id = e.member_id WHERE m.login = SESSION_USER AND m.active = 1
    AND e.access IN ('administrator', 'compliance_officer', 'fundraiser', 'treasurer', 'write');
END

CREATE FUNCTION wall_promised() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT coalesce(array_agg(e.entity_id), CAST('{}' AS BIGINT[])) FROM member_entity e JOIN member m ON m.id = e.member_id WHERE m.login = SESSION_USER AND m.active = 1
    AND e.access IN ('compliance_officer', 'treasurer', 'write');
END

CREATE FUNCTION wall_named() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT wall_open() OR EXISTS (
    SELECT 1 FROM member WHERE login = SESSION_USER AND active = 1);
END

CREATE FUNCTION wall_writes() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT wall_open() OR EXISTS (
    SELECT 1 FROM member_entity e JOIN member m ON m.id = e.member_id WHERE m.login = SESSION_USER AND m.active = 1 AND e.access IN ('administrator', 'compliance_officer', 'fundraiser', 'treasurer', 'write'));
END

CREATE FUNCTION wall_keeps() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT wall_open() OR EXISTS (SELECT 1 FROM member m
    WHERE m.login = SESSION_USER AND m.active = 1 AND NOT EXISTS (SELECT 1 FROM member_entity a JOIN member b ON b.id = a.member_id
    WHERE b.active = 1 AND NOT EXISTS (SELECT 1 FROM member_entity o
        WHERE o.member_id = m.id AND o.entity_id = a.entity_id
            AND o.access IN ('administrator', 'treasurer', 'write'))));
END

CREATE FUNCTION wall_sets_rules() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT wall_open() OR NOT EXISTS (
    SELECT 1 FROM member_entity e JOIN member m ON m.id = e.member_id WHERE m.login = SESSION_USER AND m.active = 1 AND e.access NOT IN ('compliance_officer', 'treasurer', 'write'));
END

CREATE FUNCTION wall_has_keeper() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT EXISTS (SELECT 1 FROM member m WHERE m.active = 1 AND NOT EXISTS (SELECT 1 FROM member_entity a JOIN member b ON b.id = a.member_id
    WHERE b.active = 1 AND NOT EXISTS (SELECT 1 FROM member_entity o
        WHERE o.member_id = m.id AND o.entity_id = a.entity_id
            AND o.access IN ('administrator', 'treasurer', 'write'))));
END

CREATE FUNCTION wall_whole() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT wall_open() OR (wall_named() AND NOT EXISTS (
    SELECT 1 FROM member_entity WHERE NOT entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[]))));
END

CREATE FUNCTION wall_orphan(entity bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT entity <> 0 AND wall_keeps() AND NOT EXISTS (
    SELECT 1 FROM member_entity WHERE entity_id = entity);
END

CREATE FUNCTION wall_batches() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT coalesce(array_agg(batch_id), CAST('{}' AS BIGINT[])) FROM (
    SELECT batch_id FROM journal WHERE batch_id IS NOT NULL AND kind = 'import'
    GROUP BY batch_id HAVING bool_and(chain = 0 OR chain = ANY (CAST((SELECT wall_seen()) AS BIGINT[])))) AS whole;
END

CREATE FUNCTION wall_crossing(since bigint) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT group_id FROM journal WHERE group_id >= since AND NOT wall_whole()
    GROUP BY group_id HAVING bool_or(chain = ANY (CAST((SELECT wall_seen()) AS BIGINT[])))
    AND NOT bool_and(chain = ANY (CAST((SELECT wall_seen()) AS BIGINT[])));
END

CREATE FUNCTION wall_head(wanted bigint) RETURNS TABLE (number bigint, hash text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT j.number, j.hash FROM journal j WHERE j.chain = wanted
    AND (wall_open() OR wall_orphan(wanted) OR wanted = ANY (wall_written())
        OR (wanted = 0 AND wall_writes()))
    ORDER BY j.number DESC LIMIT 1;
END

CREATE INDEX card_word ON card_search USING gin (array_to_tsvector(string_to_array(words, ' ')))

CREATE FUNCTION large_use_renew(persons bigint[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
DELETE FROM large_use WHERE wall_writes() AND (persons IS NULL OR person_id = ANY (persons));
INSERT INTO large_use (
    person_id, limit_group, "window", entity_id, used_cents, gross_cents, first_id)
SELECT a.person_id, a.limit_group, a."window", a.entity_id, CAST(SUM(a.cents) AS BIGINT),
    CAST(SUM(CASE WHEN a.cents > 0 THEN a.cents ELSE 0 END) AS BIGINT), MIN(a.id)
FROM (
    SELECT person_id, limit_group, "window" FROM attribution
    WHERE wall_writes() AND (persons IS NULL OR person_id = ANY (persons))
    GROUP BY person_id, limit_group, "window"
    HAVING SUM(CASE WHEN cents > 0 THEN cents ELSE 0 END) >= 150000) AS large
JOIN attribution a ON a.person_id = large.person_id AND a.limit_group = large.limit_group
    AND a."window" = large."window"
GROUP BY a.person_id, a.limit_group, a."window", a.entity_id;
END

CREATE FUNCTION unit_seen() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
WITH RECURSIVE above AS (
    SELECT unit_id AS id FROM entity WHERE id = ANY (CAST((SELECT wall_seen()) AS BIGINT[]))
    UNION SELECT u.parent_id FROM unit u JOIN above a ON u.id = a.id)
SELECT coalesce(array_agg(id), CAST('{}' AS BIGINT[])) FROM (
    SELECT id FROM above WHERE id IS NOT NULL
    UNION SELECT id FROM unit WHERE wall_whole()) AS every;
END

CREATE FUNCTION limit_uses_across(
    cards bigint[], named text[], places text[], emails text[], bodies text[],
    giver bigint, on_day text, jointly boolean)
RETURNS TABLE (limit_group text, "window" text, cents bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
WITH asked AS (
    SELECT DISTINCT card_id FROM contact WHERE card_id = ANY (cards)
        AND (wall_open() OR entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])))),
own AS (SELECT card_id FROM asked
    UNION SELECT person_id FROM person_link WHERE card_id IN (SELECT card_id FROM asked)
    UNION SELECT o.card_id FROM person_link o WHERE o.person_id IN (
        SELECT card_id FROM asked
        UNION SELECT person_id FROM person_link WHERE card_id IN (SELECT card_id FROM asked))),
keys AS (
    SELECT DISTINCT search_name, match_place, match_email FROM contact
        WHERE card_id IN (SELECT card_id FROM own)
    UNION SELECT k.a, k.b, k.c FROM unnest(named, places, emails) AS k (a, b, c)),
givers AS (
    SELECT id FROM entity WHERE id = giver AND (wall_open() OR id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])))
    UNION SELECT r.entity_id FROM registration r JOIN contact c ON c.committee_id = r.identifier
        WHERE r.authority = 'FEC' AND c.card_id IN (SELECT card_id FROM own)
            AND c.type NOT IN ('IND', 'CAN')),
law (kind, status, gives, class) AS (VALUES ('national_party', '', '', 'national_party'), ('national_party', 'not_a_party', '#', 'federal_pac'), ('national_party', 'state_committee', '#', 'party_federal'), ('national_party', 'national_committee', '', 'national_party'), ('national_party', 'senatorial_committee', '', 'national_party'), ('national_party', 'house_campaign_committee', '', 'house_committee'), ('national_party', 'independent_local', '#', 'federal_pac'), ('national_party', 'elected_lobbying_test', '', 'think_tank_c3'), ('state_party', '', '#', 'party_federal'), ('state_party', 'not_a_party', '#', 'federal_pac'), ('state_party', 'state_committee', '#', 'party_federal'), ('state_party', 'national_committee', '', 'national_party'), ('state_party', 'senatorial_committee', '', 'national_party'), ('state_party', 'house_campaign_committee', '', 'house_committee'), ('state_party', 'independent_local', '#', 'federal_pac'), ('state_party', 'elected_lobbying_test', '', 'think_tank_c3'), ('local_party', '', '#', 'party_federal'), ('local_party', 'not_a_party', '#', 'federal_pac'), ('local_party', 'state_committee', '#', 'party_federal'), ('local_party', 'national_committee', '', 'national_party'), ('local_party', 'senatorial_committee', '', 'national_party'), ('local_party', 'house_campaign_committee', '', 'house_committee'), ('local_party', 'independent_local', '#', 'federal_pac'), ('local_party', 'elected_lobbying_test', '', 'think_tank_c3'), ('pac', '', '#', 'federal_pac'), ('pac', 'not_a_party', '#', 'federal_pac'), ('pac', 'state_committee', '#', 'party_federal'), ('pac', 'national_committee', '', 'national_party'), ('pac', 'senatorial_committee', '', 'national_party'), ('pac', 'house_campaign_committee', '', 'house_committee'), ('pac', 'independent_local', '#', 'federal_pac'), ('pac', 'elected_lobbying_test', '', 'think_tank_c3'), ('ssf', '', '#', 'federal_pac'), ('ssf', 'not_a_party', '#', 'federal_pac'), ('ssf', 'state_committee', '#', 'party_federal'), ('ssf', 'national_committee', '', 'national_party'), ('ssf', 'senatorial_committee', '', 'national_party'), ('ssf', 'house_campaign_committee', '', 'house_committee'), ('ssf', 'independent_local', '#', 'federal_pac'), ('ssf', 'elected_lobbying_test', '', 'think_tank_c3'), ('leadership_pac', '', '#', 'federal_pac'), ('leadership_pac', 'not_a_party', '#', 'federal_pac'), ('leadership_pac', 'state_committee', '#', 'party_federal'), ('leadership_pac', 'national_committee', '', 'national_party'), ('leadership_pac', 'senatorial_committee', '', 'national_party'), ('leadership_pac', 'house_campaign_committee', '', 'house_committee'), ('leadership_pac', 'independent_local', '#', 'federal_pac'), ('leadership_pac', 'elected_lobbying_test', '', 'think_tank_c3'), ('super_pac', '', 'independent:#', 'super_pac'), ('super_pac', 'not_a_party', '#', 'federal_pac'), ('super_pac', 'state_committee', '#', 'party_federal'), ('super_pac', 'national_committee', '', 'national_party'), ('super_pac', 'senatorial_committee', '', 'national_party'), ('super_pac', 'house_campaign_committee', '', 'house_committee'), ('super_pac', 'independent_local', '#', 'federal_pac'), ('super_pac', 'elected_lobbying_test', '', 'think_tank_c3'), ('hybrid_pac', '', '#', 'federal_pac'), ('hybrid_pac', 'not_a_party', '#', 'federal_pac'), ('hybrid_pac', 'state_committee', '#', 'party_federal'), ('hybrid_pac', 'national_committee', '', 'national_party'), ('hybrid_pac', 'senatorial_committee', '', 'national_party'), ('hybrid_pac', 'house_campaign_committee', '', 'house_committee'), ('hybrid_pac', 'independent_local', '#', 'federal_pac'), ('hybrid_pac', 'elected_lobbying_test', '', 'think_tank_c3'), ('jfc', '', '', 'joint_fundraiser'), ('jfc', 'not_a_party', '#', 'federal_pac'), ('jfc', 'state_committee', '#', 'party_federal'), ('jfc', 'national_committee', '', 'national_party'), ('jfc', 'senatorial_committee', '', 'national_party'), ('jfc', 'house_campaign_committee', '', 'house_committee'), ('jfc', 'independent_local', '#', 'federal_pac'), ('jfc', 'elected_lobbying_test', '', 'think_tank_c3'), ('candidate', '', '', 'candidate_committee'), ('candidate', 'not_a_party', '#', 'federal_pac'), ('candidate', 'state_committee', '#', 'party_federal'), ('candidate', 'national_committee', '', 'national_party'), ('candidate', 'senatorial_committee', '', 'national_party'), ('candidate', 'house_campaign_committee', '', 'house_committee'), ('candidate', 'independent_local', '#', 'federal_pac'), ('candidate', 'elected_lobbying_test', '', 'think_tank_c3'), ('think_tank_c3', '', '', 'think_tank_c3'), ('think_tank_c3', 'not_a_party', '#', 'federal_pac'), ('think_tank_c3', 'state_committee', '#', 'party_federal'), ('think_tank_c3', 'national_committee', '', 'national_party'), ('think_tank_c3', 'senatorial_committee', '', 'national_party'), ('think_tank_c3', 'house_campaign_committee', '', 'house_committee'), ('think_tank_c3', 'independent_local', '#', 'federal_pac'), ('think_tank_c3', 'elected_lobbying_test', '', 'think_tank_c3'), ('issue_c4', '', '', 'issue_c4'), ('issue_c4', 'not_a_party', '#', 'federal_pac'), ('issue_c4', 'state_committee', '#', 'party_federal'), ('issue_c4', 'national_committee', '', 'national_party'), ('issue_c4', 'senatorial_committee', '', 'national_party'), ('issue_c4', 'house_campaign_committee', '', 'house_committee'), ('issue_c4', 'independent_local', '#', 'federal_pac'), ('issue_c4', 'elected_lobbying_test', '', 'think_tank_c3'), ('section_527', '', '', 'section_527'), ('section_527', 'not_a_party', '#', 'federal_pac'), ('section_527', 'state_committee', '#', 'party_federal'), ('section_527', 'national_committee', '', 'national_party'), ('section_527', 'senatorial_committee', '', 'national_party'), ('section_527', 'house_campaign_committee', '', 'house_committee'), ('section_527', 'independent_local', '#', 'federal_pac'), ('section_527', 'elected_lobbying_test', '', 'think_tank_c3')),
standing AS (
    SELECT e.id, e.name, e.kind, coalesce((SELECT h.status FROM entity_status h WHERE h.entity_id = e.id
            AND (h.from_date IS NULL OR h.from_date <= on_day)
            AND (h.to_date IS NULL OR h.to_date >= on_day) ORDER BY h.id DESC LIMIT 1), '') AS status,
        coalesce((SELECT h.limit_group FROM limit_group_member h WHERE h.entity_id = e.id
            AND (h.from_date IS NULL OR h.from_date <= on_day)
            AND (h.to_date IS NULL OR h.to_date >= on_day) ORDER BY h.id DESC LIMIT 1), '') AS affiliation
    FROM entity e),
named_in_law AS (
    SELECT s.id, s.name, s.affiliation,
        CASE WHEN jointly THEN l.class ELSE l.gives END AS giving
    FROM standing s JOIN law l ON l.kind = s.kind
        AND l.status = CASE WHEN s.status IN ('not_a_party', 'state_committee', 'national_committee', 'senatorial_committee', 'house_campaign_committee', 'independent_local', 'elected_lobbying_test') THEN s.status ELSE '' END),
together AS (
    SELECT o.id, o.name FROM named_in_law g JOIN named_in_law o
        ON o.affiliation = g.affiliation AND o.giving = g.giving AND o.id <> g.id
    WHERE g.id IN (SELECT id FROM givers) AND g.affiliation <> '' AND g.giving <> ''),
told_apart AS (
    SELECT other_id AS card_id FROM person_apart WHERE card_id IN (SELECT card_id FROM own)
    UNION SELECT card_id FROM person_apart WHERE other_id IN (SELECT card_id FROM own)),
agreeing AS (
    SELECT c.card_id FROM entity e CROSS JOIN keys k
        JOIN contact c ON c.entity_id = e.id AND c.match_place = k.match_place
        WHERE k.match_place <> ''
    UNION SELECT c.card_id FROM entity e CROSS JOIN keys k
        JOIN contact c ON c.entity_id = e.id AND c.search_name = k.search_name
            AND c.match_email = k.match_email
        WHERE k.match_email <> ''
    UNION SELECT c.card_id FROM entity e JOIN contact c ON c.entity_id = e.id
        WHERE c.search_name = ANY (bodies) AND c.type NOT IN ('IND', 'CAN')),
others AS (
    SELECT card_id FROM agreeing EXCEPT SELECT card_id FROM (SELECT card_id FROM told_apart
    UNION SELECT person_id FROM person_link WHERE card_id IN (SELECT card_id FROM told_apart)
    UNION SELECT o.card_id FROM person_link o WHERE o.person_id IN (
        SELECT card_id FROM told_apart
        UNION SELECT person_id FROM person_link WHERE card_id IN (SELECT card_id FROM told_apart)))
        AS apart
    UNION SELECT c.card_id FROM contact c
        JOIN (SELECT id, name FROM together UNION SELECT id, name FROM entity
            WHERE id IN (SELECT id FROM givers)) t
        ON c.search_name = btrim(regexp_replace(translate(lower(t.name), '-,''.’', '  '), '\s+', ' ', 'g')) OR c.committee_id IN (SELECT r.identifier FROM registration r WHERE r.entity_id = t.id AND r.authority = 'FEC')
        WHERE c.type NOT IN ('IND', 'CAN')),
every AS (SELECT card_id FROM own UNION SELECT card_id FROM others
    UNION SELECT person_id FROM person_link WHERE card_id IN (SELECT card_id FROM others)
    UNION SELECT o.card_id FROM person_link o WHERE o.person_id IN (
        SELECT card_id FROM others
        UNION SELECT person_id FROM person_link WHERE card_id IN (SELECT card_id FROM others))),
persons AS (
    SELECT DISTINCT coalesce(p.person_id, e.card_id) AS id
    FROM every e LEFT JOIN person_link p ON p.card_id = e.card_id),
shared AS (
    SELECT DISTINCT g.limit_group AS name FROM limit_group_member g
    WHERE g.entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])))
SELECT a.limit_group, a."window", CAST(SUM(a.cents) AS BIGINT)
FROM attribution a
WHERE a.person_id IN (SELECT id FROM persons)
    AND (wall_open() OR a.entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[]))
        OR a.limit_group IN (
            SELECT name FROM shared UNION SELECT 'independent:' || name FROM shared))
GROUP BY a.limit_group, a."window";
END

CREATE FUNCTION limit_given_across(
    giver bigint, on_day text, kinds text[], in_kind text, payee text, number text, each boolean)
RETURNS TABLE ("window" text, cents bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
WITH givers AS (SELECT id FROM entity WHERE id = giver AND id = ANY (CAST((SELECT wall_seen()) AS BIGINT[]))),
law (kind, status, gives, class) AS (VALUES ('national_party', '', '', 'national_party'), ('national_party', 'not_a_party', '#', 'federal_pac'), ('national_party', 'state_committee', '#', 'party_federal'), ('national_party', 'national_committee', '', 'national_party'), ('national_party', 'senatorial_committee', '', 'national_party'), ('national_party', 'house_campaign_committee', '', 'house_committee'), ('national_party', 'independent_local', '#', 'federal_pac'), ('national_party', 'elected_lobbying_test', '', 'think_tank_c3'), ('state_party', '', '#', 'party_federal'), ('state_party', 'not_a_party', '#', 'federal_pac'), ('state_party', 'state_committee', '#', 'party_federal'), ('state_party', 'national_committee', '', 'national_party'), ('state_party', 'senatorial_committee', '', 'national_party'), ('state_party', 'house_campaign_committee', '', 'house_committee'), ('state_party', 'independent_local', '#', 'federal_pac'), ('state_party', 'elected_lobbying_test', '', 'think_tank_c3'), ('local_party', '', '#', 'party_federal'), ('local_party', 'not_a_party', '#', 'federal_pac'), ('local_party', 'state_committee', '#', 'party_federal'), ('local_party', 'national_committee', '', 'national_party'), ('local_party', 'senatorial_committee', '', 'national_party'), ('local_party', 'house_campaign_committee', '', 'house_committee'), ('local_party', 'independent_local', '#', 'federal_pac'), ('local_party', 'elected_lobbying_test', '', 'think_tank_c3'), ('pac', '', '#', 'federal_pac'), ('pac', 'not_a_party', '#', 'federal_pac'), ('pac', 'state_committee', '#', 'party_federal'), ('pac', 'national_committee', '', 'national_party'), ('pac', 'senatorial_committee', '', 'national_party'), ('pac', 'house_campaign_committee', '', 'house_committee'), ('pac', 'independent_local', '#', 'federal_pac'), ('pac', 'elected_lobbying_test', '', 'think_tank_c3'), ('ssf', '', '#', 'federal_pac'), ('ssf', 'not_a_party', '#', 'federal_pac'), ('ssf', 'state_committee', '#', 'party_federal'), ('ssf', 'national_committee', '', 'national_party'), ('ssf', 'senatorial_committee', '', 'national_party'), ('ssf', 'house_campaign_committee', '', 'house_committee'), ('ssf', 'independent_local', '#', 'federal_pac'), ('ssf', 'elected_lobbying_test', '', 'think_tank_c3'), ('leadership_pac', '', '#', 'federal_pac'), ('leadership_pac', 'not_a_party', '#', 'federal_pac'), ('leadership_pac', 'state_committee', '#', 'party_federal'), ('leadership_pac', 'national_committee', '', 'national_party'), ('leadership_pac', 'senatorial_committee', '', 'national_party'), ('leadership_pac', 'house_campaign_committee', '', 'house_committee'), ('leadership_pac', 'independent_local', '#', 'federal_pac'), ('leadership_pac', 'elected_lobbying_test', '', 'think_tank_c3'), ('super_pac', '', 'independent:#', 'super_pac'), ('super_pac', 'not_a_party', '#', 'federal_pac'), ('super_pac', 'state_committee', '#', 'party_federal'), ('super_pac', 'national_committee', '', 'national_party'), ('super_pac', 'senatorial_committee', '', 'national_party'), ('super_pac', 'house_campaign_committee', '', 'house_committee'), ('super_pac', 'independent_local', '#', 'federal_pac'), ('super_pac', 'elected_lobbying_test', '', 'think_tank_c3'), ('hybrid_pac', '', '#', 'federal_pac'), ('hybrid_pac', 'not_a_party', '#', 'federal_pac'), ('hybrid_pac', 'state_committee', '#', 'party_federal'), ('hybrid_pac', 'national_committee', '', 'national_party'), ('hybrid_pac', 'senatorial_committee', '', 'national_party'), ('hybrid_pac', 'house_campaign_committee', '', 'house_committee'), ('hybrid_pac', 'independent_local', '#', 'federal_pac'), ('hybrid_pac', 'elected_lobbying_test', '', 'think_tank_c3'), ('jfc', '', '', 'joint_fundraiser'), ('jfc', 'not_a_party', '#', 'federal_pac'), ('jfc', 'state_committee', '#', 'party_federal'), ('jfc', 'national_committee', '', 'national_party'), ('jfc', 'senatorial_committee', '', 'national_party'), ('jfc', 'house_campaign_committee', '', 'house_committee'), ('jfc', 'independent_local', '#', 'federal_pac'), ('jfc', 'elected_lobbying_test', '', 'think_tank_c3'), ('candidate', '', '', 'candidate_committee'), ('candidate', 'not_a_party', '#', 'federal_pac'), ('candidate', 'state_committee', '#', 'party_federal'), ('candidate', 'national_committee', '', 'national_party'), ('candidate', 'senatorial_committee', '', 'national_party'), ('candidate', 'house_campaign_committee', '', 'house_committee'), ('candidate', 'independent_local', '#', 'federal_pac'), ('candidate', 'elected_lobbying_test', '', 'think_tank_c3'), ('think_tank_c3', '', '', 'think_tank_c3'), ('think_tank_c3', 'not_a_party', '#', 'federal_pac'), ('think_tank_c3', 'state_committee', '#', 'party_federal'), ('think_tank_c3', 'national_committee', '', 'national_party'), ('think_tank_c3', 'senatorial_committee', '', 'national_party'), ('think_tank_c3', 'house_campaign_committee', '', 'house_committee'), ('think_tank_c3', 'independent_local', '#', 'federal_pac'), ('think_tank_c3', 'elected_lobbying_test', '', 'think_tank_c3'), ('issue_c4', '', '', 'issue_c4'), ('issue_c4', 'not_a_party', '#', 'federal_pac'), ('issue_c4', 'state_committee', '#', 'party_federal'), ('issue_c4', 'national_committee', '', 'national_party'), ('issue_c4', 'senatorial_committee', '', 'national_party'), ('issue_c4', 'house_campaign_committee', '', 'house_committee'), ('issue_c4', 'independent_local', '#', 'federal_pac'), ('issue_c4', 'elected_lobbying_test', '', 'think_tank_c3'), ('section_527', '', '', 'section_527'), ('section_527', 'not_a_party', '#', 'federal_pac'), ('section_527', 'state_committee', '#', 'party_federal'), ('section_527', 'national_committee', '', 'national_party'), ('section_527', 'senatorial_committee', '', 'national_party'), ('section_527', 'house_campaign_committee', '', 'house_committee'), ('section_527', 'independent_local', '#', 'federal_pac'), ('section_527', 'elected_lobbying_test', '', 'think_tank_c3')),
standing AS (
    SELECT e.id, e.name, e.kind, coalesce((SELECT h.status FROM entity_status h WHERE h.entity_id = e.id
            AND (h.from_date IS NULL OR h.from_date <= on_day)
            AND (h.to_date IS NULL OR h.to_date >= on_day) ORDER BY h.id DESC LIMIT 1), '') AS status,
        coalesce((SELECT h.limit_group FROM limit_group_member h WHERE h.entity_id = e.id
            AND (h.from_date IS NULL OR h.from_date <= on_day)
            AND (h.to_date IS NULL OR h.to_date >= on_day) ORDER BY h.id DESC LIMIT 1), '') AS affiliation
    FROM entity e),
named_in_law AS (
    SELECT s.id, s.name, s.affiliation,
        l.gives AS giving
    FROM standing s JOIN law l ON l.kind = s.kind
        AND l.status = CASE WHEN s.status IN ('not_a_party', 'state_committee', 'national_committee', 'senatorial_committee', 'house_campaign_committee', 'independent_local', 'elected_lobbying_test') THEN s.status ELSE '' END),
together AS (
    SELECT o.id, o.name FROM named_in_law g JOIN named_in_law o
        ON o.affiliation = g.affiliation AND o.giving = g.giving AND o.id <> g.id
    WHERE g.id IN (SELECT id FROM givers) AND g.affiliation <> '' AND g.giving <> ''),
cards AS (
    SELECT DISTINCT c.card_id FROM together t JOIN contact c ON c.entity_id = t.id
    WHERE NOT t.id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) AND c.type NOT IN ('IND', 'CAN')
        AND (c.search_name = payee OR (number <> '' AND c.committee_id = number)))
SELECT CASE WHEN each THEN coalesce(i.election_code, substr(i.item_date, 1, 4))
    ELSE substr(i.item_date, 1, 4) END, CAST(SUM(i.amount_cents) AS BIGINT)
FROM item i WHERE i.card_id IN (SELECT card_id FROM cards) AND i.kind = ANY (kinds)
    AND (i.memo = 0 OR i.kind = in_kind)
GROUP BY 1;
END

CREATE FUNCTION has_side_of(act bigint) RETURNS boolean LANGUAGE sql STABLE
BEGIN ATOMIC
SELECT EXISTS (SELECT 1 FROM item WHERE transaction_id = act)
    OR EXISTS (SELECT 1 FROM posting WHERE transaction_id = act);
END

CREATE FUNCTION remitted_across(officials bigint[])
RETURNS TABLE (official_id bigint, day text, cents bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
WITH paid AS (
    SELECT o.id AS official_id, i.item_date AS day, i.cash_cents AS cents,
        r.entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) AS seen
    FROM official o JOIN entity e ON e.id = o.entity_id
        JOIN remittance_receipt r ON r.keeper = e.code AND r.reference = o.reference
        JOIN item i ON i.id = r.item_id OR i.parent_id = r.item_id
    WHERE o.id = ANY (officials) AND (wall_open() OR o.entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])))
        AND i.cash_cents <> 0)
SELECT p.official_id, p.day, p.cents FROM paid p WHERE p.seen
UNION ALL
SELECT p.official_id, MAX(p.day), CAST(SUM(p.cents) AS BIGINT)
FROM paid p WHERE NOT p.seen GROUP BY p.official_id, substr(p.day, 1, 7)
ORDER BY 2;
END

ALTER TABLE account ENABLE ROW LEVEL SECURITY;
ALTER TABLE account FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON account FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON account FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON account FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON account FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON account TO PUBLIC

ALTER TABLE account_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_day FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON account_day FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON account_day FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON account_day FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON account_day FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON account_day TO PUBLIC

ALTER TABLE aggregate ENABLE ROW LEVEL SECURITY;
ALTER TABLE aggregate FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON aggregate FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON aggregate FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON aggregate FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON aggregate FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON aggregate TO PUBLIC

ALTER TABLE approval_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON approval_rule FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON approval_rule FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON approval_rule FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON approval_rule FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON approval_rule TO PUBLIC

ALTER TABLE attestation ENABLE ROW LEVEL SECURITY;
ALTER TABLE attestation FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON attestation FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON attestation FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON attestation FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON attestation FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON attestation TO PUBLIC

ALTER TABLE attribution ENABLE ROW LEVEL SECURITY;
ALTER TABLE attribution FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON attribution FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON attribution FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON attribution FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON attribution FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON attribution TO PUBLIC

ALTER TABLE bank_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE bank_check FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON bank_check FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON bank_check FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON bank_check FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON bank_check FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON bank_check TO PUBLIC

ALTER TABLE bank_closing ENABLE ROW LEVEL SECURITY;
ALTER TABLE bank_closing FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON bank_closing FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON bank_closing FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON bank_closing FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON bank_closing FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON bank_closing TO PUBLIC

ALTER TABLE bank_closing_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE bank_closing_item FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON bank_closing_item FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON bank_closing_item FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON bank_closing_item FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON bank_closing_item FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON bank_closing_item TO PUBLIC

ALTER TABLE bank_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE bank_file FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON bank_file FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON bank_file FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON bank_file FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON bank_file FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON bank_file TO PUBLIC

ALTER TABLE bank_match ENABLE ROW LEVEL SECURITY;
ALTER TABLE bank_match FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON bank_match FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON bank_match FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON bank_match FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON bank_match FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON bank_match TO PUBLIC

ALTER TABLE bank_match_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE bank_match_line FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON bank_match_line FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON bank_match_line FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON bank_match_line FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON bank_match_line FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON bank_match_line TO PUBLIC

ALTER TABLE bank_match_posting ENABLE ROW LEVEL SECURITY;
ALTER TABLE bank_match_posting FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON bank_match_posting FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON bank_match_posting FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON bank_match_posting FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON bank_match_posting FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON bank_match_posting TO PUBLIC

ALTER TABLE bank_statement ENABLE ROW LEVEL SECURITY;
ALTER TABLE bank_statement FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON bank_statement FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON bank_statement FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON bank_statement FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON bank_statement FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON bank_statement TO PUBLIC

ALTER TABLE batch ENABLE ROW LEVEL SECURITY;
ALTER TABLE batch FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON batch FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE id = ANY (CAST((SELECT wall_batches()) AS BIGINT[])) END);
CREATE POLICY added ON batch FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_writes()) AND (entity_id IS NULL OR entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[]))) END);
CREATE POLICY changed ON batch FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_writes()) AND id = ANY (CAST((SELECT wall_batches()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_writes()) AND (entity_id IS NULL OR entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[]))) END);
CREATE POLICY deleted ON batch FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_writes()) AND id = ANY (CAST((SELECT wall_batches()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON batch TO PUBLIC

ALTER TABLE bill ENABLE ROW LEVEL SECURITY;
ALTER TABLE bill FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON bill FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON bill FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON bill FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON bill FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON bill TO PUBLIC

ALTER TABLE bill_approval ENABLE ROW LEVEL SECURITY;
ALTER TABLE bill_approval FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON bill_approval FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON bill_approval FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON bill_approval FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON bill_approval FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON bill_approval TO PUBLIC

ALTER TABLE card_search ENABLE ROW LEVEL SECURITY;
ALTER TABLE card_search FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON card_search FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON card_search FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON card_search FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON card_search FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON card_search TO PUBLIC

ALTER TABLE consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE consent FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON consent FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON consent FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON consent FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON consent FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON consent TO PUBLIC

ALTER TABLE contact ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON contact FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON contact FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON contact FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON contact FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON contact TO PUBLIC

ALTER TABLE cost_agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE cost_agreement FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON cost_agreement FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) OR EXISTS (SELECT 1 FROM entity e WHERE e.code = debtor) END);
CREATE POLICY added ON cost_agreement FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON cost_agreement FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON cost_agreement FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON cost_agreement TO PUBLIC

ALTER TABLE cost_hours ENABLE ROW LEVEL SECURITY;
ALTER TABLE cost_hours FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON cost_hours FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON cost_hours FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON cost_hours FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON cost_hours FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON cost_hours TO PUBLIC

ALTER TABLE cost_invoice ENABLE ROW LEVEL SECURITY;
ALTER TABLE cost_invoice FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON cost_invoice FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) OR EXISTS (SELECT 1 FROM entity e WHERE e.code = debtor) END);
CREATE POLICY added ON cost_invoice FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON cost_invoice FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON cost_invoice FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON cost_invoice TO PUBLIC

ALTER TABLE cost_invoice_sheet ENABLE ROW LEVEL SECURITY;
ALTER TABLE cost_invoice_sheet FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON cost_invoice_sheet FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON cost_invoice_sheet FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON cost_invoice_sheet FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON cost_invoice_sheet FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON cost_invoice_sheet TO PUBLIC

ALTER TABLE cost_timesheet ENABLE ROW LEVEL SECURITY;
ALTER TABLE cost_timesheet FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON cost_timesheet FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON cost_timesheet FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON cost_timesheet FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON cost_timesheet FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON cost_timesheet TO PUBLIC

ALTER TABLE day_total ENABLE ROW LEVEL SECURITY;
ALTER TABLE day_total FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON day_total FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON day_total FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON day_total FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON day_total FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON day_total TO PUBLIC

ALTER TABLE deposit ENABLE ROW LEVEL SECURITY;
ALTER TABLE deposit FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON deposit FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON deposit FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON deposit FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON deposit FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON deposit TO PUBLIC

ALTER TABLE deposit_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE deposit_item FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON deposit_item FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON deposit_item FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON deposit_item FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON deposit_item FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON deposit_item TO PUBLIC

ALTER TABLE donor ENABLE ROW LEVEL SECURITY;
ALTER TABLE donor FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON donor FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON donor FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON donor FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON donor FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON donor TO PUBLIC

ALTER TABLE donor_attestation ENABLE ROW LEVEL SECURITY;
ALTER TABLE donor_attestation FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON donor_attestation FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON donor_attestation FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON donor_attestation FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON donor_attestation FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON donor_attestation TO PUBLIC

ALTER TABLE donor_document ENABLE ROW LEVEL SECURITY;
ALTER TABLE donor_document FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON donor_document FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON donor_document FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON donor_document FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON donor_document FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON donor_document TO PUBLIC

ALTER TABLE donor_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE donor_note FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON donor_note FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON donor_note FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON donor_note FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON donor_note FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON donor_note TO PUBLIC

ALTER TABLE donor_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE donor_request FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON donor_request FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON donor_request FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON donor_request FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON donor_request FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON donor_request TO PUBLIC

ALTER TABLE drive ENABLE ROW LEVEL SECURITY;
ALTER TABLE drive FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON drive FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON drive FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON drive FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON drive FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON drive TO PUBLIC

ALTER TABLE drive_giver ENABLE ROW LEVEL SECURITY;
ALTER TABLE drive_giver FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON drive_giver FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON drive_giver FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON drive_giver FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON drive_giver FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON drive_giver TO PUBLIC

ALTER TABLE drive_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE drive_item FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON drive_item FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON drive_item FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON drive_item FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON drive_item FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON drive_item TO PUBLIC

ALTER TABLE drive_milestone ENABLE ROW LEVEL SECURITY;
ALTER TABLE drive_milestone FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON drive_milestone FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON drive_milestone FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON drive_milestone FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON drive_milestone FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON drive_milestone TO PUBLIC

ALTER TABLE drive_result ENABLE ROW LEVEL SECURITY;
ALTER TABLE drive_result FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON drive_result FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON drive_result FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON drive_result FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON drive_result FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON drive_result TO PUBLIC

ALTER TABLE drive_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE drive_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON drive_rule FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON drive_rule FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON drive_rule FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON drive_rule FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON drive_rule TO PUBLIC

ALTER TABLE drive_sum ENABLE ROW LEVEL SECURITY;
ALTER TABLE drive_sum FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON drive_sum FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON drive_sum FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON drive_sum FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON drive_sum FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON drive_sum TO PUBLIC

ALTER TABLE election ENABLE ROW LEVEL SECURITY;
ALTER TABLE election FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON election FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON election FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON election FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON election FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON election TO PUBLIC

ALTER TABLE entity ENABLE ROW LEVEL SECURITY;
ALTER TABLE entity FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON entity FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) OR ((SELECT wall_keeps()) AND wall_orphan(id)) END);
CREATE POLICY added ON entity FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) OR (SELECT wall_keeps()) END);
CREATE POLICY changed ON entity FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) OR ((SELECT wall_keeps()) AND wall_orphan(id)) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) OR (SELECT wall_keeps()) END);
CREATE POLICY deleted ON entity FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) OR ((SELECT wall_keeps()) AND wall_orphan(id)) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON entity TO PUBLIC

ALTER TABLE entity_status ENABLE ROW LEVEL SECURITY;
ALTER TABLE entity_status FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON entity_status FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON entity_status FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON entity_status FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON entity_status FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON entity_status TO PUBLIC

ALTER TABLE entry_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE entry_draft FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON entry_draft FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON entry_draft FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON entry_draft FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON entry_draft FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON entry_draft TO PUBLIC

ALTER TABLE escalation_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE escalation_step FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON escalation_step FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON escalation_step FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON escalation_step FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON escalation_step FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON escalation_step TO PUBLIC

ALTER TABLE family_state ENABLE ROW LEVEL SECURITY;
ALTER TABLE family_state FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON family_state FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON family_state FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON family_state FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON family_state FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON family_state TO PUBLIC

ALTER TABLE fec_id ENABLE ROW LEVEL SECURITY;
ALTER TABLE fec_id FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON fec_id FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON fec_id FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON fec_id FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON fec_id FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON fec_id TO PUBLIC

ALTER TABLE federal_candidacy ENABLE ROW LEVEL SECURITY;
ALTER TABLE federal_candidacy FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON federal_candidacy FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON federal_candidacy FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON federal_candidacy FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON federal_candidacy FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON federal_candidacy TO PUBLIC

ALTER TABLE filing ENABLE ROW LEVEL SECURITY;
ALTER TABLE filing FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON filing FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON filing FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON filing FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON filing FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON filing TO PUBLIC

ALTER TABLE filing_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE filing_item FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON filing_item FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON filing_item FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON filing_item FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON filing_item FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON filing_item TO PUBLIC

ALTER TABLE hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE hold FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON hold FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON hold FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON hold FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON hold FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON hold TO PUBLIC

ALTER TABLE household ENABLE ROW LEVEL SECURITY;
ALTER TABLE household FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON household FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON household FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON household FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON household FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON household TO PUBLIC

ALTER TABLE household_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE household_member FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON household_member FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON household_member FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON household_member FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON household_member FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON household_member TO PUBLIC

ALTER TABLE incomplete_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE incomplete_item FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON incomplete_item FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON incomplete_item FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON incomplete_item FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON incomplete_item FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON incomplete_item TO PUBLIC

ALTER TABLE independence_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE independence_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON independence_entry FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON independence_entry FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON independence_entry FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON independence_entry FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON independence_entry TO PUBLIC

ALTER TABLE instruction_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE instruction_line FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON instruction_line FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) OR EXISTS (SELECT 1 FROM entity e WHERE e.code = recipient) END);
CREATE POLICY added ON instruction_line FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON instruction_line FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON instruction_line FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON instruction_line TO PUBLIC

ALTER TABLE intake_profile ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_profile FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON intake_profile FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_named()) END);
CREATE POLICY added ON intake_profile FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END);
CREATE POLICY changed ON intake_profile FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END);
CREATE POLICY deleted ON intake_profile FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON intake_profile TO PUBLIC

ALTER TABLE item ENABLE ROW LEVEL SECURITY;
ALTER TABLE item FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON item FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON item FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND EXISTS (SELECT 1 FROM "transaction" t WHERE t.id = transaction_id) END);
CREATE POLICY changed ON item FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND EXISTS (SELECT 1 FROM "transaction" t WHERE t.id = transaction_id) END);
CREATE POLICY deleted ON item FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON item TO PUBLIC

ALTER TABLE item_party ENABLE ROW LEVEL SECURITY;
ALTER TABLE item_party FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON item_party FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON item_party FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON item_party FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON item_party FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON item_party TO PUBLIC

ALTER TABLE joint_agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE joint_agreement FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON joint_agreement FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON joint_agreement FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON joint_agreement FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON joint_agreement FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON joint_agreement TO PUBLIC

ALTER TABLE joint_share ENABLE ROW LEVEL SECURITY;
ALTER TABLE joint_share FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON joint_share FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON joint_share FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON joint_share FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON joint_share FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON joint_share TO PUBLIC

ALTER TABLE journal ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON journal FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE chain = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) OR (chain = 0 AND (SELECT wall_whole())) OR ((SELECT wall_keeps()) AND wall_orphan(chain)) END);
CREATE POLICY added ON journal FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE who = SESSION_USER AND ((chain = 0 AND (SELECT wall_writes())) OR chain = ANY (CAST((SELECT wall_written()) AS BIGINT[])) OR ((SELECT wall_keeps()) AND wall_orphan(chain))) END);
GRANT SELECT, INSERT ON journal TO PUBLIC

ALTER TABLE kept_letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE kept_letter FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON kept_letter FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON kept_letter FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON kept_letter FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON kept_letter FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON kept_letter TO PUBLIC

ALTER TABLE kind_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE kind_line FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON kind_line FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_named()) END);
CREATE POLICY added ON kind_line FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_whole()) AND (SELECT wall_writes()) END);
CREATE POLICY changed ON kind_line FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_whole()) AND (SELECT wall_writes()) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_whole()) AND (SELECT wall_writes()) END);
CREATE POLICY deleted ON kind_line FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_whole()) AND (SELECT wall_writes()) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON kind_line TO PUBLIC

ALTER TABLE large_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE large_use FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON large_use FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON large_use FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON large_use FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON large_use FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON large_use TO PUBLIC

ALTER TABLE limit_group_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE limit_group_member FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON limit_group_member FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON limit_group_member FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND (SELECT wall_keeps()) END);
CREATE POLICY changed ON limit_group_member FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND (SELECT wall_keeps()) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND (SELECT wall_keeps()) END);
CREATE POLICY deleted ON limit_group_member FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND (SELECT wall_keeps()) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON limit_group_member TO PUBLIC

ALTER TABLE limit_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE limit_use FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON limit_use FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON limit_use FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON limit_use FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON limit_use FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON limit_use TO PUBLIC

ALTER TABLE line_set_aside ENABLE ROW LEVEL SECURITY;
ALTER TABLE line_set_aside FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON line_set_aside FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON line_set_aside FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON line_set_aside FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON line_set_aside FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON line_set_aside TO PUBLIC

ALTER TABLE list_transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE list_transfer FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON list_transfer FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON list_transfer FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON list_transfer FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON list_transfer FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON list_transfer TO PUBLIC

ALTER TABLE list_transfer_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE list_transfer_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON list_transfer_entry FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON list_transfer_entry FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON list_transfer_entry FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON list_transfer_entry FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON list_transfer_entry TO PUBLIC

ALTER TABLE member ENABLE ROW LEVEL SECURITY;
ALTER TABLE member FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON member FOR SELECT USING (CASE WHEN (SELECT wall_inside()) THEN true ELSE login = SESSION_USER OR (SELECT wall_whole()) OR EXISTS (SELECT 1 FROM member_entity WHERE member_entity.member_id = member.id) END);
CREATE POLICY added ON member FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_inside()) THEN true ELSE (SELECT wall_keeps()) END);
CREATE POLICY changed ON member FOR UPDATE USING (CASE WHEN (SELECT wall_inside()) THEN true ELSE (SELECT wall_keeps()) END) WITH CHECK (CASE WHEN (SELECT wall_inside()) THEN true ELSE (SELECT wall_keeps()) END);
CREATE POLICY deleted ON member FOR DELETE USING (CASE WHEN (SELECT wall_inside()) THEN true ELSE (SELECT wall_keeps()) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON member TO PUBLIC

ALTER TABLE member_entity ENABLE ROW LEVEL SECURITY;
ALTER TABLE member_entity FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON member_entity FOR SELECT USING (CASE WHEN (SELECT wall_inside()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) OR (SELECT wall_keeps()) END);
CREATE POLICY added ON member_entity FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_inside()) THEN true ELSE (SELECT wall_keeps()) END);
CREATE POLICY changed ON member_entity FOR UPDATE USING (CASE WHEN (SELECT wall_inside()) THEN true ELSE (SELECT wall_keeps()) END) WITH CHECK (CASE WHEN (SELECT wall_inside()) THEN true ELSE (SELECT wall_keeps()) END);
CREATE POLICY deleted ON member_entity FOR DELETE USING (CASE WHEN (SELECT wall_inside()) THEN true ELSE (SELECT wall_keeps()) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON member_entity TO PUBLIC

ALTER TABLE member_passphrase ENABLE ROW LEVEL SECURITY;
ALTER TABLE member_passphrase FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON member_passphrase FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END);
CREATE POLICY added ON member_passphrase FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END);
CREATE POLICY changed ON member_passphrase FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END);
CREATE POLICY deleted ON member_passphrase FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON member_passphrase TO PUBLIC

ALTER TABLE memo_text ENABLE ROW LEVEL SECURITY;
ALTER TABLE memo_text FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON memo_text FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON memo_text FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON memo_text FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON memo_text FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON memo_text TO PUBLIC

ALTER TABLE noted_deadline ENABLE ROW LEVEL SECURITY;
ALTER TABLE noted_deadline FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON noted_deadline FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON noted_deadline FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON noted_deadline FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON noted_deadline FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON noted_deadline TO PUBLIC

ALTER TABLE obligation_state ENABLE ROW LEVEL SECURITY;
ALTER TABLE obligation_state FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON obligation_state FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON obligation_state FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON obligation_state FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON obligation_state FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON obligation_state TO PUBLIC

ALTER TABLE office_term ENABLE ROW LEVEL SECURITY;
ALTER TABLE office_term FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON office_term FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON office_term FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON office_term FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON office_term FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON office_term TO PUBLIC

ALTER TABLE official ENABLE ROW LEVEL SECURITY;
ALTER TABLE official FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON official FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON official FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON official FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON official FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON official TO PUBLIC

ALTER TABLE official_unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE official_unit FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON official_unit FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON official_unit FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON official_unit FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON official_unit FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON official_unit TO PUBLIC

ALTER TABLE opening ENABLE ROW LEVEL SECURITY;
ALTER TABLE opening FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON opening FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON opening FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON opening FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON opening FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON opening TO PUBLIC

ALTER TABLE pay_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE pay_record FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON pay_record FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON pay_record FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON pay_record FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON pay_record FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON pay_record TO PUBLIC

ALTER TABLE payout ENABLE ROW LEVEL SECURITY;
ALTER TABLE payout FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON payout FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON payout FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON payout FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON payout FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON payout TO PUBLIC

ALTER TABLE person_apart ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_apart FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON person_apart FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) AND EXISTS (SELECT 1 FROM contact c WHERE c.id = other_id) END);
CREATE POLICY added ON person_apart FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND EXISTS (SELECT 1 FROM contact c WHERE c.id = other_id) END);
CREATE POLICY changed ON person_apart FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND EXISTS (SELECT 1 FROM contact c WHERE c.id = other_id) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND EXISTS (SELECT 1 FROM contact c WHERE c.id = other_id) END);
CREATE POLICY deleted ON person_apart FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND EXISTS (SELECT 1 FROM contact c WHERE c.id = other_id) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON person_apart TO PUBLIC

ALTER TABLE person_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_link FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON person_link FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON person_link FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON person_link FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON person_link FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON person_link TO PUBLIC

ALTER TABLE person_question ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_question FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON person_question FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON person_question FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON person_question FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON person_question FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON person_question TO PUBLIC

ALTER TABLE pledge ENABLE ROW LEVEL SECURITY;
ALTER TABLE pledge FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON pledge FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON pledge FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON pledge FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON pledge FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON pledge TO PUBLIC

ALTER TABLE pledge_recipient ENABLE ROW LEVEL SECURITY;
ALTER TABLE pledge_recipient FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON pledge_recipient FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON pledge_recipient FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON pledge_recipient FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON pledge_recipient FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON pledge_recipient TO PUBLIC

ALTER TABLE pledge_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE pledge_step FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON pledge_step FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON pledge_step FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON pledge_step FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON pledge_step FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON pledge_step TO PUBLIC

ALTER TABLE posting ENABLE ROW LEVEL SECURITY;
ALTER TABLE posting FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON posting FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON posting FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND EXISTS (SELECT 1 FROM "transaction" t WHERE t.id = transaction_id) END);
CREATE POLICY changed ON posting FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND EXISTS (SELECT 1 FROM "transaction" t WHERE t.id = transaction_id) END);
CREATE POLICY deleted ON posting FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON posting TO PUBLIC

ALTER TABLE processor_contract ENABLE ROW LEVEL SECURITY;
ALTER TABLE processor_contract FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON processor_contract FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON processor_contract FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON processor_contract FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON processor_contract FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON processor_contract TO PUBLIC

ALTER TABLE promise_kept ENABLE ROW LEVEL SECURITY;
ALTER TABLE promise_kept FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON promise_kept FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON promise_kept FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON promise_kept FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON promise_kept FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON promise_kept TO PUBLIC

ALTER TABLE promise_reminder ENABLE ROW LEVEL SECURITY;
ALTER TABLE promise_reminder FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON promise_reminder FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON promise_reminder FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON promise_reminder FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON promise_reminder FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON promise_reminder TO PUBLIC

ALTER TABLE promised_gift ENABLE ROW LEVEL SECURITY;
ALTER TABLE promised_gift FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON promised_gift FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON promised_gift FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON promised_gift FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON promised_gift FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON promised_gift TO PUBLIC

ALTER TABLE public_office ENABLE ROW LEVEL SECURITY;
ALTER TABLE public_office FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON public_office FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON public_office FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON public_office FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON public_office FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON public_office TO PUBLIC

ALTER TABLE recurring_series ENABLE ROW LEVEL SECURITY;
ALTER TABLE recurring_series FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON recurring_series FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON recurring_series FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON recurring_series FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON recurring_series FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON recurring_series TO PUBLIC

ALTER TABLE reference_wage ENABLE ROW LEVEL SECURITY;
ALTER TABLE reference_wage FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reference_wage FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON reference_wage FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON reference_wage FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON reference_wage FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON reference_wage TO PUBLIC

ALTER TABLE registration ENABLE ROW LEVEL SECURITY;
ALTER TABLE registration FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON registration FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON registration FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON registration FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON registration FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON registration TO PUBLIC

ALTER TABLE remittance_instruction ENABLE ROW LEVEL SECURITY;
ALTER TABLE remittance_instruction FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON remittance_instruction FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON remittance_instruction FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON remittance_instruction FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON remittance_instruction FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON remittance_instruction TO PUBLIC

ALTER TABLE remittance_receipt ENABLE ROW LEVEL SECURITY;
ALTER TABLE remittance_receipt FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON remittance_receipt FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON remittance_receipt FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON remittance_receipt FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON remittance_receipt FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON remittance_receipt TO PUBLIC

ALTER TABLE remittance_schedule ENABLE ROW LEVEL SECURITY;
ALTER TABLE remittance_schedule FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON remittance_schedule FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON remittance_schedule FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON remittance_schedule FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON remittance_schedule FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON remittance_schedule TO PUBLIC

ALTER TABLE remittance_waiver ENABLE ROW LEVEL SECURITY;
ALTER TABLE remittance_waiver FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON remittance_waiver FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON remittance_waiver FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON remittance_waiver FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON remittance_waiver FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON remittance_waiver TO PUBLIC

ALTER TABLE rule_override ENABLE ROW LEVEL SECURITY;
ALTER TABLE rule_override FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON rule_override FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_named()) END);
CREATE POLICY added ON rule_override FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_whole()) AND (SELECT wall_sets_rules()) END);
CREATE POLICY changed ON rule_override FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_whole()) AND (SELECT wall_sets_rules()) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_whole()) AND (SELECT wall_sets_rules()) END);
CREATE POLICY deleted ON rule_override FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_whole()) AND (SELECT wall_sets_rules()) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON rule_override TO PUBLIC

ALTER TABLE saved_filter ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_filter FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON saved_filter FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON saved_filter FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON saved_filter FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON saved_filter FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_filter TO PUBLIC

ALTER TABLE sequence ENABLE ROW LEVEL SECURITY;
ALTER TABLE sequence FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON sequence FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_named()) END);
CREATE POLICY added ON sequence FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE false END);
CREATE POLICY changed ON sequence FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_writes()) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_writes()) END);
GRANT SELECT, INSERT, UPDATE ON sequence TO PUBLIC

ALTER TABLE series_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE series_event FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON series_event FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON series_event FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON series_event FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON series_event FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON series_event TO PUBLIC

ALTER TABLE setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE setting FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON setting FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_named()) END);
CREATE POLICY added ON setting FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END);
CREATE POLICY changed ON setting FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END);
CREATE POLICY deleted ON setting FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON setting TO PUBLIC

ALTER TABLE source_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE source_row FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON source_row FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON source_row FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON source_row FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON source_row FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON source_row TO PUBLIC

ALTER TABLE standing_certificate ENABLE ROW LEVEL SECURITY;
ALTER TABLE standing_certificate FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON standing_certificate FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY added ON standing_certificate FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY changed ON standing_certificate FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
CREATE POLICY deleted ON standing_certificate FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_promised()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON standing_certificate TO PUBLIC

ALTER TABLE statement_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE statement_line FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON statement_line FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON statement_line FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON statement_line FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON statement_line FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON statement_line TO PUBLIC

ALTER TABLE stipend ENABLE ROW LEVEL SECURITY;
ALTER TABLE stipend FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON stipend FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON stipend FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON stipend FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON stipend FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON stipend TO PUBLIC

ALTER TABLE transaction ENABLE ROW LEVEL SECURITY;
ALTER TABLE transaction FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON transaction FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) OR has_side_of(id) END);
CREATE POLICY added ON transaction FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON transaction FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON transaction FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON transaction TO PUBLIC

ALTER TABLE transfer_order ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfer_order FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON transfer_order FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) OR taker_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON transfer_order FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND taker_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY changed ON transfer_order FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) AND taker_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY deleted ON transfer_order FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON transfer_order TO PUBLIC

ALTER TABLE unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE unit FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON unit FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE id = ANY (CAST((SELECT unit_seen()) AS BIGINT[])) END);
CREATE POLICY added ON unit FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END);
CREATE POLICY changed ON unit FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END);
CREATE POLICY deleted ON unit FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE (SELECT wall_keeps()) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON unit TO PUBLIC

ALTER TABLE waiver ENABLE ROW LEVEL SECURITY;
ALTER TABLE waiver FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON waiver FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON waiver FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON waiver FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON waiver FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON waiver TO PUBLIC

ALTER TABLE wall_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE wall_note FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON wall_note FOR SELECT USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_seen()) AS BIGINT[])) END);
CREATE POLICY added ON wall_note FOR INSERT WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY changed ON wall_note FOR UPDATE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END) WITH CHECK (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
CREATE POLICY deleted ON wall_note FOR DELETE USING (CASE WHEN (SELECT wall_down()) THEN true ELSE entity_id = ANY (CAST((SELECT wall_written()) AS BIGINT[])) END);
GRANT SELECT, INSERT, UPDATE, DELETE ON wall_note TO PUBLIC
