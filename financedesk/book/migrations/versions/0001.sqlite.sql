CREATE TABLE account_day (
	account_id INTEGER NOT NULL, 
	day TEXT NOT NULL, 
	entity_id INTEGER NOT NULL, 
	cents INTEGER NOT NULL, 
	CONSTRAINT pk_account_day PRIMARY KEY (account_id, day)
)
 STRICT

CREATE TABLE aggregate (
	item_id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	person_id INTEGER, 
	window INTEGER, 
	aggregation_group TEXT, 
	reported_on TEXT NOT NULL CONSTRAINT reported_on_is_a_day CHECK (reported_on IS date(reported_on)), 
	form TEXT, 
	line TEXT, 
	counted_cents INTEGER NOT NULL, 
	other_cents INTEGER NOT NULL, 
	aggregate_cents INTEGER, 
	itemised INTEGER NOT NULL CONSTRAINT itemised_is_a_flag CHECK (itemised IN (0, 1)), 
	CONSTRAINT pk_aggregate PRIMARY KEY (item_id)
)
 STRICT

CREATE INDEX aggregate_line ON aggregate (entity_id, line, reported_on, counted_cents, other_cents)

CREATE TABLE attribution (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	limit_group TEXT NOT NULL, 
	window TEXT NOT NULL, 
	made_date TEXT NOT NULL CONSTRAINT made_date_is_a_day CHECK (made_date IS date(made_date)), 
	cents INTEGER NOT NULL, 
	CONSTRAINT pk_attribution PRIMARY KEY (id)
)
 STRICT

CREATE INDEX attribution_person ON attribution (person_id, limit_group, window, entity_id, cents)

CREATE TABLE batch (
	id INTEGER NOT NULL, 
	entity_id INTEGER, 
	kind TEXT NOT NULL, 
	format TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	file_sha256 TEXT NOT NULL, 
	rows INTEGER NOT NULL, 
	total_cents INTEGER NOT NULL, 
	first_id INTEGER NOT NULL, 
	last_id INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	started_at TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	CONSTRAINT pk_batch PRIMARY KEY (id), 
	CONSTRAINT state_is_known CHECK (state IN ('active', 'undone'))
)
 STRICT

CREATE INDEX batch_range ON batch (first_id, last_id)

CREATE TABLE card_search (
	card_id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_card_search PRIMARY KEY (card_id)
)
 STRICT

CREATE INDEX card_search_name ON card_search (entity_id, name, card_id)

CREATE TABLE day_total (
	entity_id INTEGER NOT NULL, 
	day TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	entries INTEGER NOT NULL, 
	cents INTEGER NOT NULL, 
	size_cents INTEGER NOT NULL, 
	itemised_cents INTEGER NOT NULL, 
	line_itemised_cents INTEGER NOT NULL, 
	line_unitemised_cents INTEGER NOT NULL, 
	CONSTRAINT pk_day_total PRIMARY KEY (entity_id, day, kind)
)
 STRICT

CREATE TABLE donor (
	card_id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	gifts INTEGER NOT NULL, 
	first_day TEXT CONSTRAINT first_day_is_a_day CHECK (first_day IS date(first_day)), 
	last_day TEXT CONSTRAINT last_day_is_a_day CHECK (last_day IS date(last_day)), 
	given_cents INTEGER NOT NULL, 
	CONSTRAINT pk_donor PRIMARY KEY (card_id)
)
 STRICT

CREATE INDEX donor_last ON donor (entity_id, last_day)

CREATE TABLE drive_giver (
	person_id INTEGER NOT NULL, 
	drive_id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	gifts INTEGER NOT NULL, 
	cents INTEGER NOT NULL, 
	first_day TEXT NOT NULL CONSTRAINT first_day_is_a_day CHECK (first_day IS date(first_day)), 
	is_new INTEGER NOT NULL CONSTRAINT is_new_is_a_flag CHECK (is_new IN (0, 1)), 
	CONSTRAINT pk_drive_giver PRIMARY KEY (person_id, drive_id)
)
 STRICT

CREATE TABLE drive_item (
	item_id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	drive_id INTEGER NOT NULL, 
	day TEXT NOT NULL CONSTRAINT day_is_a_day CHECK (day IS date(day)), 
	part TEXT NOT NULL, 
	counted INTEGER NOT NULL, 
	cents INTEGER NOT NULL, 
	fee_cents INTEGER NOT NULL, 
	itemised_cents INTEGER NOT NULL, 
	unitemised_cents INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	page TEXT NOT NULL, 
	reference_code TEXT NOT NULL, 
	state TEXT NOT NULL, 
	CONSTRAINT pk_drive_item PRIMARY KEY (item_id)
)
 STRICT

CREATE INDEX drive_item_back ON drive_item (entity_id) WHERE part IN ('refund', 'chargeback')

CREATE TABLE drive_sum (
	drive_id INTEGER NOT NULL, 
	cut TEXT NOT NULL, 
	value TEXT NOT NULL, 
	entity_id INTEGER NOT NULL, 
	entries INTEGER NOT NULL, 
	gifts INTEGER NOT NULL, 
	cents INTEGER NOT NULL, 
	refunds INTEGER NOT NULL, 
	refunded_cents INTEGER NOT NULL, 
	chargebacks INTEGER NOT NULL, 
	charged_back_cents INTEGER NOT NULL, 
	fee_cents INTEGER NOT NULL, 
	cost_cents INTEGER NOT NULL, 
	itemised_cents INTEGER NOT NULL, 
	unitemised_cents INTEGER NOT NULL, 
	donors INTEGER NOT NULL, 
	new_donors INTEGER NOT NULL, 
	CONSTRAINT pk_drive_sum PRIMARY KEY (drive_id, cut, value)
)
 STRICT

CREATE INDEX drive_sum_empty ON drive_sum (drive_id) WHERE entries = 0

CREATE TABLE entry_draft (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	who TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	content TEXT NOT NULL, 
	saved_at TEXT NOT NULL, 
	CONSTRAINT pk_entry_draft PRIMARY KEY (id), 
	CONSTRAINT entry_draft_once UNIQUE (entity_id, who, kind)
)
 STRICT

CREATE TABLE incomplete_item (
	item_id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	item_date TEXT NOT NULL CONSTRAINT item_date_is_a_day CHECK (item_date IS date(item_date)), 
	kind TEXT NOT NULL, 
	CONSTRAINT pk_incomplete_item PRIMARY KEY (item_id)
)
 STRICT

CREATE INDEX incomplete_item_day ON incomplete_item (entity_id, item_date, kind)

CREATE TABLE intake_profile (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	terms TEXT NOT NULL, 
	CONSTRAINT pk_intake_profile PRIMARY KEY (id), 
	CONSTRAINT intake_profile_name UNIQUE (name)
)
 STRICT

CREATE TABLE journal (
	id INTEGER NOT NULL, 
	chain INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	group_id INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	who TEXT NOT NULL, 
	action TEXT NOT NULL, 
	why TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	undoes INTEGER, 
	batch_id INTEGER, 
	content TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (id), 
	CONSTRAINT kind_is_known CHECK (kind IN ('change', 'import', 'undo', 'redo', 'setup')), 
	CONSTRAINT uq_journal_chain_number UNIQUE (chain, number)
)
 STRICT

CREATE INDEX journal_group ON journal (group_id)

CREATE TABLE kind_line (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	form TEXT NOT NULL, 
	account_kind TEXT NOT NULL, 
	token TEXT NOT NULL, 
	unitemised_token TEXT NOT NULL, 
	aggregation_group TEXT, 
	partition TEXT, 
	aggregate_sign INTEGER NOT NULL, 
	itemise TEXT NOT NULL, 
	since TEXT NOT NULL CONSTRAINT since_is_a_day CHECK (since IS date(since)), 
	until TEXT CONSTRAINT until_is_a_day CHECK (until IS date(until)), 
	CONSTRAINT pk_kind_line PRIMARY KEY (id)
)
 STRICT

CREATE INDEX kind_line_kind ON kind_line (kind, form, account_kind)

CREATE TABLE large_use (
	person_id INTEGER NOT NULL, 
	limit_group TEXT NOT NULL, 
	window TEXT NOT NULL, 
	entity_id INTEGER NOT NULL, 
	used_cents INTEGER NOT NULL, 
	gross_cents INTEGER NOT NULL, 
	first_id INTEGER NOT NULL, 
	CONSTRAINT pk_large_use PRIMARY KEY (person_id, limit_group, window, entity_id)
)
 STRICT

CREATE TABLE limit_use (
	entity_id INTEGER NOT NULL, 
	limit_group TEXT NOT NULL, 
	window TEXT NOT NULL, 
	last_day TEXT NOT NULL CONSTRAINT last_day_is_a_day CHECK (last_day IS date(last_day)), 
	CONSTRAINT pk_limit_use PRIMARY KEY (entity_id, limit_group, window)
)
 STRICT

CREATE TABLE member (
	id INTEGER NOT NULL, 
	login TEXT NOT NULL, 
	name TEXT NOT NULL, 
	active INTEGER NOT NULL CONSTRAINT active_is_a_flag CHECK (active IN (0, 1)), 
	CONSTRAINT pk_member PRIMARY KEY (id), 
	CONSTRAINT uq_member_login UNIQUE (login)
)
 STRICT

CREATE TABLE recurring_series (
	item_id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	series_key TEXT NOT NULL, 
	card_id INTEGER, 
	drive_id INTEGER, 
	every TEXT NOT NULL, 
	charges INTEGER NOT NULL, 
	doubled INTEGER NOT NULL, 
	first_number INTEGER NOT NULL, 
	last_number INTEGER NOT NULL, 
	first_day TEXT NOT NULL CONSTRAINT first_day_is_a_day CHECK (first_day IS date(first_day)), 
	last_day TEXT NOT NULL CONSTRAINT last_day_is_a_day CHECK (last_day IS date(last_day)), 
	given_cents INTEGER NOT NULL, 
	first_cents INTEGER NOT NULL, 
	last_cents INTEGER NOT NULL, 
	next_cents INTEGER NOT NULL, 
	failed_on TEXT CONSTRAINT failed_on_is_a_day CHECK (failed_on IS date(failed_on)), 
	cancelled_on TEXT CONSTRAINT cancelled_on_is_a_day CHECK (cancelled_on IS date(cancelled_on)), 
	CONSTRAINT pk_recurring_series PRIMARY KEY (item_id)
)
 STRICT

CREATE INDEX recurring_series_card ON recurring_series (card_id)

CREATE INDEX recurring_series_drive ON recurring_series (drive_id, every, last_day, cancelled_on, failed_on, charges, next_cents)

CREATE INDEX recurring_series_entity ON recurring_series (entity_id, source, series_key)

CREATE TABLE rule_override (
	id INTEGER NOT NULL, 
	rule TEXT NOT NULL, 
	cents INTEGER, 
	verdict TEXT, 
	reason TEXT NOT NULL, 
	who TEXT NOT NULL, 
	decided_on TEXT NOT NULL CONSTRAINT decided_on_is_a_day CHECK (decided_on IS date(decided_on)), 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	CONSTRAINT pk_rule_override PRIMARY KEY (id)
)
 STRICT

CREATE TABLE sequence (
	site INTEGER NOT NULL, 
	next_number INTEGER NOT NULL, 
	CONSTRAINT pk_sequence PRIMARY KEY (site)
)
 STRICT

CREATE TABLE setting (
	id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY (id), 
	CONSTRAINT uq_setting_key UNIQUE ("key")
)
 STRICT

CREATE TABLE unit (
	id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	level TEXT NOT NULL, 
	parent_id INTEGER, 
	CONSTRAINT pk_unit PRIMARY KEY (id), 
	CONSTRAINT fk_unit_parent_id_unit FOREIGN KEY(parent_id) REFERENCES unit (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE entity (
	id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	ein TEXT, 
	parent_id INTEGER, 
	unit_id INTEGER, 
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
 STRICT

CREATE TABLE member_entity (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	access TEXT NOT NULL, 
	CONSTRAINT pk_member_entity PRIMARY KEY (id), 
	CONSTRAINT access_is_known CHECK (access IN ('read', 'write', 'treasurer', 'compliance_officer', 'fundraiser', 'viewer', 'administrator')), 
	CONSTRAINT uq_member_entity_member_id_entity_id UNIQUE (member_id, entity_id), 
	CONSTRAINT fk_member_entity_member_id_member FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE member_passphrase (
	member_id INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	set_at TEXT NOT NULL, 
	set_by TEXT NOT NULL, 
	CONSTRAINT pk_member_passphrase PRIMARY KEY (member_id), 
	CONSTRAINT fk_member_passphrase_member_id_member FOREIGN KEY(member_id) REFERENCES member (id)
)
 STRICT

CREATE TABLE account (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	role TEXT NOT NULL, 
	name TEXT NOT NULL, 
	bank TEXT, 
	opening_date TEXT CONSTRAINT opening_date_is_a_day CHECK (opening_date IS date(opening_date)), 
	opening_balance_cents INTEGER NOT NULL, 
	closed_on TEXT CONSTRAINT closed_on_is_a_day CHECK (closed_on IS date(closed_on)), 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT account_code UNIQUE (entity_id, code), 
	CONSTRAINT fk_account_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE approval_rule (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	above_cents INTEGER NOT NULL, 
	since TEXT NOT NULL CONSTRAINT since_is_a_day CHECK (since IS date(since)), 
	CONSTRAINT pk_approval_rule PRIMARY KEY (id), 
	CONSTRAINT approval_rule_cents CHECK (above_cents >= 0), 
	CONSTRAINT approval_rule_since UNIQUE (entity_id, since), 
	CONSTRAINT fk_approval_rule_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE bank_file (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_bank_file PRIMARY KEY (id), 
	CONSTRAINT bank_file_once UNIQUE (entity_id, sha256), 
	CONSTRAINT fk_bank_file_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE contact (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
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
	valid_from TEXT CONSTRAINT valid_from_is_a_day CHECK (valid_from IS date(valid_from)), 
	recorded_at TEXT NOT NULL, 
	CONSTRAINT pk_contact PRIMARY KEY (id), 
	CONSTRAINT fk_contact_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_contact_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX contact_body ON contact (entity_id, card_id) WHERE type NOT IN ('CAN', 'IND')

CREATE INDEX contact_card ON contact (card_id)

CREATE INDEX contact_key ON contact (entity_id, external_key) WHERE external_key IS NOT NULL

CREATE INDEX contact_lacking ON contact (card_id) WHERE type IN ('CAN', 'IND') AND (employer IS NULL OR occupation IS NULL)

CREATE INDEX contact_mailbox ON contact (entity_id, lower(replace(email, ' ', '')), card_id) WHERE email IS NOT NULL

CREATE INDEX contact_place ON contact (entity_id, match_place)

CREATE INDEX contact_search ON contact (entity_id, search_name, card_id)

CREATE TABLE cost_agreement (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	account_kind TEXT NOT NULL, 
	debtor TEXT NOT NULL, 
	debtor_account_kind TEXT NOT NULL, 
	title TEXT NOT NULL, 
	what TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	share_points INTEGER, 
	settle_days INTEGER, 
	fair_value TEXT, 
	signed_by TEXT, 
	signed_on TEXT NOT NULL CONSTRAINT signed_on_is_a_day CHECK (signed_on IS date(signed_on)), 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	CONSTRAINT pk_cost_agreement PRIMARY KEY (id), 
	CONSTRAINT cost_agreement_basis CHECK (basis IN ('time', 'usage', 'fixed')), 
	CONSTRAINT cost_agreement_share CHECK ((basis = 'fixed') = (share_points IS NOT NULL)), 
	CONSTRAINT fk_cost_agreement_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE cost_timesheet (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	person TEXT NOT NULL, 
	month TEXT NOT NULL, 
	pay_cents INTEGER NOT NULL, 
	certified_by TEXT, 
	certified_on TEXT CONSTRAINT certified_on_is_a_day CHECK (certified_on IS date(certified_on)), 
	CONSTRAINT pk_cost_timesheet PRIMARY KEY (id), 
	CONSTRAINT cost_timesheet_month UNIQUE (entity_id, person, month), 
	CONSTRAINT cost_timesheet_pay CHECK (pay_cents >= 0), 
	CONSTRAINT cost_timesheet_certified CHECK ((certified_by IS NULL) = (certified_on IS NULL)), 
	CONSTRAINT fk_cost_timesheet_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE drive (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	purpose TEXT, 
	about_kind TEXT, 
	about TEXT, 
	parent_id INTEGER, 
	part_kind TEXT, 
	goal_cents INTEGER, 
	goal_donors INTEGER, 
	goal_recurring INTEGER, 
	budget_cents INTEGER, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	closed_on TEXT CONSTRAINT closed_on_is_a_day CHECK (closed_on IS date(closed_on)), 
	CONSTRAINT pk_drive PRIMARY KEY (id), 
	CONSTRAINT drive_code UNIQUE (entity_id, code), 
	CONSTRAINT drive_about CHECK (about_kind IN ('race', 'issue')), 
	CONSTRAINT drive_part CHECK (part_kind IN ('region', 'channel', 'volunteer')), 
	CONSTRAINT drive_part_whole CHECK ((parent_id IS NULL) = (part_kind IS NULL)), 
	CONSTRAINT fk_drive_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_drive_parent_id_drive FOREIGN KEY(parent_id) REFERENCES drive (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE election (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	held_on TEXT CONSTRAINT held_on_is_a_day CHECK (held_on IS date(held_on)), 
	state TEXT, 
	office TEXT, 
	district TEXT, 
	description TEXT, 
	CONSTRAINT pk_election PRIMARY KEY (id), 
	CONSTRAINT fk_election_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE entity_status (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	status TEXT NOT NULL, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	basis TEXT, 
	counsel_note TEXT, 
	CONSTRAINT pk_entity_status PRIMARY KEY (id), 
	CONSTRAINT fk_entity_status_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE filing (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	form TEXT NOT NULL, 
	report_code TEXT, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	state TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	amends_id INTEGER, 
	fec_number TEXT, 
	original_fec_number TEXT, 
	signed_on TEXT CONSTRAINT signed_on_is_a_day CHECK (signed_on IS date(signed_on)), 
	file_name TEXT, 
	content BLOB, 
	sha256 TEXT, 
	summary TEXT, 
	findings TEXT, 
	cover TEXT, 
	recorded_at TEXT NOT NULL, 
	CONSTRAINT pk_filing PRIMARY KEY (id), 
	CONSTRAINT fk_filing_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_filing_amends_id_filing FOREIGN KEY(amends_id) REFERENCES filing (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX filing_period ON filing (entity_id, form, to_date)

CREATE TABLE household (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	salutation TEXT, 
	CONSTRAINT pk_household PRIMARY KEY (id), 
	CONSTRAINT fk_household_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX household_entity ON household (entity_id, name)

CREATE TABLE independence_entry (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	topic TEXT NOT NULL, 
	weighs TEXT NOT NULL, 
	facts TEXT NOT NULL, 
	concerning TEXT, 
	source TEXT, 
	note TEXT, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	CONSTRAINT pk_independence_entry PRIMARY KEY (id), 
	CONSTRAINT independence_weighs CHECK (weighs IN ('for', 'against')), 
	CONSTRAINT fk_independence_entry_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE joint_agreement (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	signed_on TEXT NOT NULL CONSTRAINT signed_on_is_a_day CHECK (signed_on IS date(signed_on)), 
	whole INTEGER NOT NULL, 
	note TEXT, 
	CONSTRAINT pk_joint_agreement PRIMARY KEY (id), 
	CONSTRAINT joint_agreement_version UNIQUE (entity_id, from_date), 
	CONSTRAINT joint_agreement_days CHECK (to_date IS NULL OR from_date <= to_date), 
	CONSTRAINT joint_agreement_whole CHECK (whole >= 0), 
	CONSTRAINT fk_joint_agreement_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE limit_group_member (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	limit_group TEXT NOT NULL, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	basis TEXT, 
	counsel_note TEXT, 
	CONSTRAINT pk_limit_group_member PRIMARY KEY (id), 
	CONSTRAINT fk_limit_group_member_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE noted_deadline (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	clock TEXT NOT NULL, 
	what TEXT NOT NULL, 
	begun_on TEXT CONSTRAINT begun_on_is_a_day CHECK (begun_on IS date(begun_on)), 
	due_on TEXT CONSTRAINT due_on_is_a_day CHECK (due_on IS date(due_on)), 
	law TEXT NOT NULL, 
	done_on TEXT CONSTRAINT done_on_is_a_day CHECK (done_on IS date(done_on)), 
	CONSTRAINT pk_noted_deadline PRIMARY KEY (id), 
	CONSTRAINT noted_deadline_has_a_day CHECK ((clock <> '' AND begun_on IS NOT NULL AND due_on IS NULL) OR (clock = '' AND begun_on IS NULL AND due_on IS NOT NULL)), 
	CONSTRAINT noted_deadline_says_what CHECK (what <> ''), 
	CONSTRAINT fk_noted_deadline_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX noted_deadline_entity ON noted_deadline (entity_id)

CREATE TABLE processor_contract (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	processor TEXT NOT NULL, 
	since TEXT NOT NULL CONSTRAINT since_is_a_day CHECK (since IS date(since)), 
	rate_basis_points INTEGER NOT NULL, 
	fixed_cents INTEGER NOT NULL, 
	settle_days INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT pk_processor_contract PRIMARY KEY (id), 
	CONSTRAINT processor_contract_since UNIQUE (entity_id, processor, since), 
	CONSTRAINT contract_rate CHECK (rate_basis_points BETWEEN 0 AND 10000), 
	CONSTRAINT contract_fixed CHECK (fixed_cents >= 0), 
	CONSTRAINT contract_days CHECK (settle_days BETWEEN 0 AND 60), 
	CONSTRAINT fk_processor_contract_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX processor_contract_entity ON processor_contract (entity_id)

CREATE TABLE public_office (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	level TEXT NOT NULL, 
	state TEXT, 
	district TEXT, 
	office_class TEXT, 
	CONSTRAINT pk_public_office PRIMARY KEY (id), 
	CONSTRAINT public_office_level CHECK (level IN ('federal', 'state', 'local')), 
	CONSTRAINT fk_public_office_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE reference_wage (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	series TEXT NOT NULL, 
	area TEXT, 
	per TEXT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	known_on TEXT NOT NULL CONSTRAINT known_on_is_a_day CHECK (known_on IS date(known_on)), 
	cents INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT pk_reference_wage PRIMARY KEY (id), 
	CONSTRAINT reference_wage_per CHECK (per IN ('month', 'year')), 
	CONSTRAINT fk_reference_wage_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE registration (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	authority TEXT NOT NULL, 
	identifier TEXT NOT NULL, 
	filing TEXT, 
	qualified INTEGER NOT NULL CONSTRAINT qualified_is_a_flag CHECK (qualified IN (0, 1)), 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	CONSTRAINT pk_registration PRIMARY KEY (id), 
	CONSTRAINT fk_registration_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX registration_identifier ON registration (authority, identifier)

CREATE TABLE remittance_schedule (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	terms TEXT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	approved_by TEXT, 
	approved_on TEXT CONSTRAINT approved_on_is_a_day CHECK (approved_on IS date(approved_on)), 
	CONSTRAINT pk_remittance_schedule PRIMARY KEY (id), 
	CONSTRAINT remittance_schedule_version UNIQUE (entity_id, code, from_date), 
	CONSTRAINT fk_remittance_schedule_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE saved_filter (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	content TEXT NOT NULL, 
	CONSTRAINT pk_saved_filter PRIMARY KEY (id), 
	CONSTRAINT saved_filter_name UNIQUE (entity_id, name), 
	CONSTRAINT fk_saved_filter_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE series_event (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	series_key TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	period TEXT NOT NULL, 
	happened_on TEXT NOT NULL CONSTRAINT happened_on_is_a_day CHECK (happened_on IS date(happened_on)), 
	cents INTEGER, 
	note TEXT, 
	CONSTRAINT pk_series_event PRIMARY KEY (id), 
	CONSTRAINT series_period UNIQUE (entity_id, source, series_key, kind, period), 
	CONSTRAINT series_event_kind CHECK (kind IN ('failed', 'cancelled', 'upgraded')), 
	CONSTRAINT fk_series_event_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE stipend (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	keeper TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	pay TEXT NOT NULL, 
	work TEXT NOT NULL, 
	monthly_cents INTEGER NOT NULL, 
	monthly_minutes INTEGER NOT NULL, 
	market_cents INTEGER, 
	market_evidence TEXT, 
	independent_evidence TEXT, 
	services_evidence TEXT, 
	tax_form TEXT NOT NULL, 
	contract_on TEXT NOT NULL CONSTRAINT contract_on_is_a_day CHECK (contract_on IS date(contract_on)), 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	released_by TEXT, 
	released_on TEXT CONSTRAINT released_on_is_a_day CHECK (released_on IS date(released_on)), 
	released_until TEXT CONSTRAINT released_until_is_a_day CHECK (released_until IS date(released_until)), 
	CONSTRAINT pk_stipend PRIMARY KEY (id), 
	CONSTRAINT stipend_released CHECK ((released_by IS NULL) = (released_on IS NULL)), 
	CONSTRAINT fk_stipend_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX stipend_official ON stipend (keeper, reference)

CREATE TABLE "transaction" (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	happened_on TEXT NOT NULL CONSTRAINT happened_on_is_a_day CHECK (happened_on IS date(happened_on)), 
	description TEXT, 
	state TEXT NOT NULL, 
	CONSTRAINT pk_transaction PRIMARY KEY (id), 
	CONSTRAINT fk_transaction_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE bank_closing (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	closed_from TEXT NOT NULL CONSTRAINT closed_from_is_a_day CHECK (closed_from IS date(closed_from)), 
	closed_through TEXT NOT NULL CONSTRAINT closed_through_is_a_day CHECK (closed_through IS date(closed_through)), 
	statement_cents INTEGER NOT NULL, 
	statement_on TEXT NOT NULL CONSTRAINT statement_on_is_a_day CHECK (statement_on IS date(statement_on)), 
	cleared_cents INTEGER NOT NULL, 
	book_cents INTEGER NOT NULL, 
	prepared_by TEXT NOT NULL, 
	prepared_on TEXT NOT NULL CONSTRAINT prepared_on_is_a_day CHECK (prepared_on IS date(prepared_on)), 
	reviewed_by TEXT, 
	reviewed_on TEXT CONSTRAINT reviewed_on_is_a_day CHECK (reviewed_on IS date(reviewed_on)), 
	reopened_by TEXT, 
	reopened_on TEXT CONSTRAINT reopened_on_is_a_day CHECK (reopened_on IS date(reopened_on)), 
	reopened_why TEXT, 
	CONSTRAINT pk_bank_closing PRIMARY KEY (id), 
	CONSTRAINT closing_has_days CHECK (closed_from <= closed_through), 
	CONSTRAINT closing_review_whole CHECK ((reviewed_by IS NULL) = (reviewed_on IS NULL)), 
	CONSTRAINT closing_reopened_whole CHECK ((reopened_by IS NULL) = (reopened_on IS NULL) AND (reopened_on IS NULL) = (reopened_why IS NULL)), 
	CONSTRAINT fk_bank_closing_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_closing_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX bank_closing_account_id ON bank_closing (account_id)

CREATE INDEX bank_closing_entity ON bank_closing (entity_id, closed_through)

CREATE TABLE bank_match (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	why TEXT NOT NULL, 
	certain INTEGER NOT NULL CONSTRAINT certain_is_a_flag CHECK (certain IN (0, 1)), 
	CONSTRAINT pk_bank_match PRIMARY KEY (id), 
	CONSTRAINT fk_bank_match_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_match_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX bank_match_account_id ON bank_match (account_id)

CREATE INDEX bank_match_entity ON bank_match (entity_id)

CREATE TABLE bank_statement (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	bank TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	opening_cents INTEGER, 
	opening_on TEXT CONSTRAINT opening_on_is_a_day CHECK (opening_on IS date(opening_on)), 
	closing_cents INTEGER, 
	closing_on TEXT CONSTRAINT closing_on_is_a_day CHECK (closing_on IS date(closing_on)), 
	format TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	file_sha256 TEXT NOT NULL, 
	part INTEGER NOT NULL, 
	CONSTRAINT pk_bank_statement PRIMARY KEY (id), 
	CONSTRAINT fk_bank_statement_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_statement_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX bank_statement_account_id ON bank_statement (account_id)

CREATE INDEX bank_statement_entity ON bank_statement (entity_id)

CREATE TABLE consent (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	channel TEXT NOT NULL, 
	given INTEGER NOT NULL CONSTRAINT given_is_a_flag CHECK (given IN (0, 1)), 
	since TEXT NOT NULL CONSTRAINT since_is_a_day CHECK (since IS date(since)), 
	basis TEXT, 
	CONSTRAINT pk_consent PRIMARY KEY (id), 
	CONSTRAINT consent_channel CHECK (channel IN ('email', 'phone', 'mail')), 
	CONSTRAINT fk_consent_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_consent_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX consent_card ON consent (card_id)

CREATE TABLE cost_hours (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	timesheet_id INTEGER NOT NULL, 
	worked_for TEXT NOT NULL, 
	use TEXT NOT NULL, 
	minutes INTEGER NOT NULL, 
	CONSTRAINT pk_cost_hours PRIMARY KEY (id), 
	CONSTRAINT cost_hours_worked CHECK (minutes > 0), 
	CONSTRAINT cost_hours_once UNIQUE (timesheet_id, worked_for, use), 
	CONSTRAINT fk_cost_hours_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_cost_hours_timesheet_id_cost_timesheet FOREIGN KEY(timesheet_id) REFERENCES cost_timesheet (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX cost_hours_timesheet_id ON cost_hours (timesheet_id)

CREATE TABLE cost_invoice (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	account_kind TEXT NOT NULL, 
	debtor TEXT NOT NULL, 
	debtor_account_kind TEXT NOT NULL, 
	agreement_id INTEGER, 
	number TEXT NOT NULL, 
	invoiced_on TEXT NOT NULL CONSTRAINT invoiced_on_is_a_day CHECK (invoiced_on IS date(invoiced_on)), 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT NOT NULL CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	what TEXT NOT NULL, 
	description TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	amount_cents INTEGER NOT NULL, 
	cost_cents INTEGER, 
	part INTEGER, 
	whole INTEGER, 
	CONSTRAINT pk_cost_invoice PRIMARY KEY (id), 
	CONSTRAINT cost_invoice_number UNIQUE (entity_id, number), 
	CONSTRAINT cost_invoice_amount CHECK (amount_cents > 0), 
	CONSTRAINT cost_invoice_part CHECK ((cost_cents IS NULL) = (part IS NULL) AND (part IS NULL) = (whole IS NULL)), 
	CONSTRAINT fk_cost_invoice_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_cost_invoice_agreement_id_cost_agreement FOREIGN KEY(agreement_id) REFERENCES cost_agreement (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX cost_invoice_agreement_id ON cost_invoice (agreement_id) WHERE agreement_id IS NOT NULL

CREATE INDEX cost_invoice_debtor ON cost_invoice (debtor)

CREATE TABLE deposit (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	deposited_on TEXT NOT NULL CONSTRAINT deposited_on_is_a_day CHECK (deposited_on IS date(deposited_on)), 
	declared_count INTEGER NOT NULL, 
	declared_cents INTEGER NOT NULL, 
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
 STRICT

CREATE INDEX deposit_entity ON deposit (entity_id, deposited_on)

CREATE TABLE donor_document (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	added_on TEXT NOT NULL CONSTRAINT added_on_is_a_day CHECK (added_on IS date(added_on)), 
	who TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_donor_document PRIMARY KEY (id), 
	CONSTRAINT donor_document_holds_something CHECK (size > 0), 
	CONSTRAINT fk_donor_document_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_donor_document_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX donor_document_card_id ON donor_document (card_id)

CREATE INDEX donor_document_entity ON donor_document (entity_id)

CREATE TABLE donor_note (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	noted_on TEXT NOT NULL CONSTRAINT noted_on_is_a_day CHECK (noted_on IS date(noted_on)), 
	who TEXT NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_donor_note PRIMARY KEY (id), 
	CONSTRAINT fk_donor_note_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_donor_note_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX donor_note_card_id ON donor_note (card_id)

CREATE INDEX donor_note_entity ON donor_note (entity_id)

CREATE TABLE donor_request (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	asked_on TEXT NOT NULL CONSTRAINT asked_on_is_a_day CHECK (asked_on IS date(asked_on)), 
	how TEXT NOT NULL, 
	asked TEXT NOT NULL, 
	gift_on TEXT CONSTRAINT gift_on_is_a_day CHECK (gift_on IS date(gift_on)), 
	with_appeal INTEGER NOT NULL CONSTRAINT with_appeal_is_a_flag CHECK (with_appeal IN (0, 1)), 
	note TEXT, 
	answered_on TEXT CONSTRAINT answered_on_is_a_day CHECK (answered_on IS date(answered_on)), 
	answer TEXT, 
	CONSTRAINT pk_donor_request PRIMARY KEY (id), 
	CONSTRAINT donor_request_how CHECK (how IN ('letter', 'email', 'phone')), 
	CONSTRAINT donor_request_answered_on_a_day CHECK (answer IS NULL OR answered_on IS NOT NULL), 
	CONSTRAINT fk_donor_request_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_donor_request_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX donor_request_card_id ON donor_request (card_id)

CREATE INDEX donor_request_entity ON donor_request (entity_id, asked_on)

CREATE TABLE drive_milestone (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	drive_id INTEGER NOT NULL, 
	cents INTEGER NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_drive_milestone PRIMARY KEY (id), 
	CONSTRAINT milestone_of_something CHECK (cents > 0), 
	CONSTRAINT fk_drive_milestone_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_drive_milestone_drive_id_drive FOREIGN KEY(drive_id) REFERENCES drive (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX drive_milestone_drive_id ON drive_milestone (drive_id)

CREATE TABLE drive_result (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	drive_id INTEGER NOT NULL, 
	closed_on TEXT NOT NULL CONSTRAINT closed_on_is_a_day CHECK (closed_on IS date(closed_on)), 
	figures TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	CONSTRAINT pk_drive_result PRIMARY KEY (id), 
	CONSTRAINT fk_drive_result_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_drive_result_drive_id_drive FOREIGN KEY(drive_id) REFERENCES drive (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX drive_result_drive_id ON drive_result (drive_id)

CREATE TABLE drive_rule (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	drive_id INTEGER NOT NULL, 
	source TEXT, 
	page TEXT, 
	reference_code TEXT, 
	state TEXT, 
	zip_prefix TEXT, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	CONSTRAINT pk_drive_rule PRIMARY KEY (id), 
	CONSTRAINT fk_drive_rule_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_drive_rule_drive_id_drive FOREIGN KEY(drive_id) REFERENCES drive (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX drive_rule_drive_id ON drive_rule (drive_id)

CREATE TABLE household_member (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	household_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	CONSTRAINT pk_household_member PRIMARY KEY (id), 
	CONSTRAINT household_member_card UNIQUE (card_id), 
	CONSTRAINT fk_household_member_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_household_member_household_id_household FOREIGN KEY(household_id) REFERENCES household (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_household_member_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX household_member_entity ON household_member (entity_id)

CREATE INDEX household_member_household_id ON household_member (household_id)

CREATE TABLE joint_share (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	agreement_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	participant TEXT, 
	name TEXT NOT NULL, 
	committee_id TEXT, 
	recipient TEXT NOT NULL, 
	weight INTEGER NOT NULL, 
	CONSTRAINT pk_joint_share PRIMARY KEY (id), 
	CONSTRAINT joint_share_place UNIQUE (agreement_id, place), 
	CONSTRAINT joint_share_weight CHECK (weight > 0), 
	CONSTRAINT fk_joint_share_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_joint_share_agreement_id_joint_agreement FOREIGN KEY(agreement_id) REFERENCES joint_agreement (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE list_transfer (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	document TEXT NOT NULL, 
	side TEXT NOT NULL, 
	inside INTEGER NOT NULL CONSTRAINT inside_is_a_flag CHECK (inside IN (0, 1)), 
	contact_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	account_id INTEGER, 
	data TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	serves TEXT NOT NULL, 
	records INTEGER NOT NULL, 
	contents TEXT NOT NULL, 
	value_cents INTEGER NOT NULL, 
	basis TEXT NOT NULL, 
	basis_words TEXT, 
	appraised_on TEXT CONSTRAINT appraised_on_is_a_day CHECK (appraised_on IS date(appraised_on)), 
	came_on TEXT CONSTRAINT came_on_is_a_day CHECK (came_on IS date(came_on)), 
	counter TEXT NOT NULL, 
	counter_cents INTEGER NOT NULL, 
	counter_words TEXT, 
	approver TEXT NOT NULL, 
	attested TEXT, 
	election_code TEXT, 
	given_on TEXT NOT NULL CONSTRAINT given_on_is_a_day CHECK (given_on IS date(given_on)), 
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
 STRICT

CREATE INDEX list_transfer_card_id ON list_transfer (card_id)

CREATE TABLE official (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	reference TEXT NOT NULL, 
	citizen INTEGER NOT NULL CONSTRAINT citizen_is_a_flag CHECK (citizen IN (0, 1)), 
	contractor INTEGER NOT NULL CONSTRAINT contractor_is_a_flag CHECK (contractor IN (0, 1)), 
	note TEXT, 
	published_from TEXT CONSTRAINT published_from_is_a_day CHECK (published_from IS date(published_from)), 
	published_to TEXT CONSTRAINT published_to_is_a_day CHECK (published_to IS date(published_to)), 
	CONSTRAINT pk_official PRIMARY KEY (id), 
	CONSTRAINT official_card UNIQUE (entity_id, card_id), 
	CONSTRAINT official_reference UNIQUE (entity_id, reference), 
	CONSTRAINT fk_official_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_official_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX official_card_id ON official (card_id)

CREATE TABLE opening (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	filing_id INTEGER, 
	form TEXT NOT NULL, 
	as_of TEXT NOT NULL CONSTRAINT as_of_is_a_day CHECK (as_of IS date(as_of)), 
	line TEXT NOT NULL, 
	cents INTEGER NOT NULL, 
	CONSTRAINT pk_opening PRIMARY KEY (id), 
	CONSTRAINT opening_line UNIQUE (entity_id, form, as_of, line), 
	CONSTRAINT fk_opening_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_opening_filing_id_filing FOREIGN KEY(filing_id) REFERENCES filing (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE payout (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	processor TEXT NOT NULL, 
	external_id TEXT NOT NULL, 
	account_id INTEGER, 
	paid_on TEXT CONSTRAINT paid_on_is_a_day CHECK (paid_on IS date(paid_on)), 
	gross_cents INTEGER NOT NULL, 
	fee_cents INTEGER NOT NULL, 
	refund_cents INTEGER NOT NULL, 
	net_cents INTEGER NOT NULL, 
	CONSTRAINT pk_payout PRIMARY KEY (id), 
	CONSTRAINT payout_adds_up CHECK (net_cents = gross_cents - fee_cents - refund_cents), 
	CONSTRAINT payout_external UNIQUE (entity_id, processor, external_id), 
	CONSTRAINT fk_payout_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_payout_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE person_apart (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	reason TEXT, 
	CONSTRAINT pk_person_apart PRIMARY KEY (id), 
	CONSTRAINT person_apart_pair UNIQUE (card_id, other_id), 
	CONSTRAINT fk_person_apart_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_person_apart_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_person_apart_other_id_contact FOREIGN KEY(other_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX person_apart_other_id ON person_apart (other_id)

CREATE TABLE person_link (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	reason TEXT, 
	CONSTRAINT pk_person_link PRIMARY KEY (id), 
	CONSTRAINT person_link_card UNIQUE (card_id), 
	CONSTRAINT fk_person_link_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_person_link_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_person_link_person_id_contact FOREIGN KEY(person_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX person_link_person_id ON person_link (person_id)

CREATE TABLE person_question (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	score INTEGER NOT NULL, 
	CONSTRAINT pk_person_question PRIMARY KEY (id), 
	CONSTRAINT person_question_pair UNIQUE (card_id, other_id), 
	CONSTRAINT person_question_order CHECK (card_id < other_id), 
	CONSTRAINT fk_person_question_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_person_question_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_person_question_other_id_contact FOREIGN KEY(other_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX person_question_entity ON person_question (entity_id, score)

CREATE INDEX person_question_other_id ON person_question (other_id)

CREATE TABLE posting (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	transaction_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	posted_on TEXT NOT NULL CONSTRAINT posted_on_is_a_day CHECK (posted_on IS date(posted_on)), 
	cents INTEGER NOT NULL, 
	CONSTRAINT pk_posting PRIMARY KEY (id), 
	CONSTRAINT fk_posting_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_posting_transaction_id_transaction FOREIGN KEY(transaction_id) REFERENCES "transaction" (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_posting_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX posting_account ON posting (account_id, posted_on, cents)

CREATE INDEX posting_transaction ON posting (transaction_id)

CREATE TABLE promised_gift (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	drive_id INTEGER, 
	amount_cents INTEGER NOT NULL, 
	promised_on TEXT NOT NULL CONSTRAINT promised_on_is_a_day CHECK (promised_on IS date(promised_on)), 
	due_on TEXT NOT NULL CONSTRAINT due_on_is_a_day CHECK (due_on IS date(due_on)), 
	every TEXT, 
	times INTEGER, 
	channel TEXT, 
	note TEXT, 
	ended_on TEXT CONSTRAINT ended_on_is_a_day CHECK (ended_on IS date(ended_on)), 
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
 STRICT

CREATE INDEX promised_gift_card ON promised_gift (card_id)

CREATE INDEX promised_gift_drive_id ON promised_gift (drive_id) WHERE drive_id IS NOT NULL

CREATE INDEX promised_gift_entity ON promised_gift (entity_id, due_on)

CREATE TABLE transfer_order (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	taker_id INTEGER NOT NULL, 
	taker_account_id INTEGER NOT NULL, 
	transaction_id INTEGER, 
	state TEXT NOT NULL, 
	amount_cents INTEGER NOT NULL, 
	proposed_on TEXT NOT NULL CONSTRAINT proposed_on_is_a_day CHECK (proposed_on IS date(proposed_on)), 
	sent_on TEXT CONSTRAINT sent_on_is_a_day CHECK (sent_on IS date(sent_on)), 
	received_on TEXT CONSTRAINT received_on_is_a_day CHECK (received_on IS date(received_on)), 
	content TEXT NOT NULL, 
	settles TEXT, 
	CONSTRAINT pk_transfer_order PRIMARY KEY (id), 
	CONSTRAINT transfer_order_state CHECK (state IN ('proposed', 'sent', 'received', 'cancelled')), 
	CONSTRAINT fk_transfer_order_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_transfer_order_account_id_account FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_transfer_order_taker_id_entity FOREIGN KEY(taker_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_transfer_order_taker_account_id_account FOREIGN KEY(taker_account_id) REFERENCES account (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_transfer_order_transaction_id_transaction FOREIGN KEY(transaction_id) REFERENCES "transaction" (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE waiver (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	rule TEXT NOT NULL, 
	card_id INTEGER, 
	about TEXT NOT NULL, 
	cents INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	initials TEXT NOT NULL, 
	waived_on TEXT NOT NULL CONSTRAINT waived_on_is_a_day CHECK (waived_on IS date(waived_on)), 
	CONSTRAINT pk_waiver PRIMARY KEY (id), 
	CONSTRAINT waiver_signed CHECK (reason <> '' AND initials <> ''), 
	CONSTRAINT fk_waiver_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_waiver_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX waiver_card_id ON waiver (card_id) WHERE card_id IS NOT NULL

CREATE INDEX waiver_entity ON waiver (entity_id, rule)

CREATE TABLE attestation (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	official_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	on_date TEXT NOT NULL CONSTRAINT on_date_is_a_day CHECK (on_date IS date(on_date)), 
	document TEXT, 
	CONSTRAINT pk_attestation PRIMARY KEY (id), 
	CONSTRAINT fk_attestation_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_attestation_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX attestation_official_id ON attestation (official_id)

CREATE TABLE bank_closing_item (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	bank_closing_id INTEGER NOT NULL, 
	side TEXT NOT NULL, 
	statement_line_id INTEGER, 
	posting_id INTEGER, 
	day TEXT NOT NULL CONSTRAINT day_is_a_day CHECK (day IS date(day)), 
	cents INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	why TEXT NOT NULL, 
	CONSTRAINT pk_bank_closing_item PRIMARY KEY (id), 
	CONSTRAINT closing_item_side CHECK (side IN ('bank', 'books')), 
	CONSTRAINT closing_item_one CHECK (statement_line_id IS NULL OR posting_id IS NULL), 
	CONSTRAINT fk_bank_closing_item_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_closing_item_bank_closing_id_bank_closing FOREIGN KEY(bank_closing_id) REFERENCES bank_closing (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX bank_closing_item_bank_closing_id ON bank_closing_item (bank_closing_id)

CREATE INDEX bank_closing_item_entity ON bank_closing_item (entity_id)

CREATE TABLE bank_match_posting (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	bank_match_id INTEGER NOT NULL, 
	posting_id INTEGER NOT NULL, 
	CONSTRAINT pk_bank_match_posting PRIMARY KEY (id), 
	CONSTRAINT bank_match_posting_once UNIQUE (posting_id), 
	CONSTRAINT fk_bank_match_posting_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_match_posting_bank_match_id_bank_match FOREIGN KEY(bank_match_id) REFERENCES bank_match (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_match_posting_posting_id_posting FOREIGN KEY(posting_id) REFERENCES posting (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX bank_match_posting_bank_match_id ON bank_match_posting (bank_match_id)

CREATE INDEX bank_match_posting_entity ON bank_match_posting (entity_id)

CREATE TABLE cost_invoice_sheet (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	invoice_id INTEGER NOT NULL, 
	timesheet_id INTEGER NOT NULL, 
	minutes INTEGER NOT NULL, 
	cents INTEGER NOT NULL, 
	CONSTRAINT pk_cost_invoice_sheet PRIMARY KEY (id), 
	CONSTRAINT cost_invoice_sheet_once UNIQUE (invoice_id, timesheet_id), 
	CONSTRAINT fk_cost_invoice_sheet_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_cost_invoice_sheet_invoice_id_cost_invoice FOREIGN KEY(invoice_id) REFERENCES cost_invoice (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_cost_invoice_sheet_timesheet_id_cost_timesheet FOREIGN KEY(timesheet_id) REFERENCES cost_timesheet (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX cost_invoice_sheet_invoice_id ON cost_invoice_sheet (invoice_id)

CREATE INDEX cost_invoice_sheet_timesheet_id ON cost_invoice_sheet (timesheet_id)

CREATE TABLE donor_attestation (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	given INTEGER NOT NULL CONSTRAINT given_is_a_flag CHECK (given IN (0, 1)), 
	on_date TEXT NOT NULL CONSTRAINT on_date_is_a_day CHECK (on_date IS date(on_date)), 
	how TEXT NOT NULL, 
	note TEXT, 
	document_id INTEGER, 
	CONSTRAINT pk_donor_attestation PRIMARY KEY (id), 
	CONSTRAINT fk_donor_attestation_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_donor_attestation_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_donor_attestation_document_id_donor_document FOREIGN KEY(document_id) REFERENCES donor_document (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX donor_attestation_card_id ON donor_attestation (card_id)

CREATE INDEX donor_attestation_document_id ON donor_attestation (document_id) WHERE document_id IS NOT NULL

CREATE INDEX donor_attestation_entity ON donor_attestation (entity_id, kind)

CREATE TABLE escalation_step (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	official_id INTEGER NOT NULL, 
	step TEXT NOT NULL, 
	on_date TEXT NOT NULL CONSTRAINT on_date_is_a_day CHECK (on_date IS date(on_date)), 
	role TEXT NOT NULL, 
	who TEXT NOT NULL, 
	address TEXT, 
	text TEXT, 
	answer TEXT, 
	answered_on TEXT CONSTRAINT answered_on_is_a_day CHECK (answered_on IS date(answered_on)), 
	broken_on TEXT CONSTRAINT broken_on_is_a_day CHECK (broken_on IS date(broken_on)), 
	CONSTRAINT pk_escalation_step PRIMARY KEY (id), 
	CONSTRAINT escalation_step_answer CHECK (answer IN ('accepted', 'declined')), 
	CONSTRAINT escalation_step_answered CHECK ((answer IS NULL) = (answered_on IS NULL)), 
	CONSTRAINT fk_escalation_step_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_escalation_step_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX escalation_step_day ON escalation_step (entity_id, on_date)

CREATE INDEX escalation_step_official_id ON escalation_step (official_id)

CREATE TABLE family_state (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	official_id INTEGER NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	known_on TEXT NOT NULL CONSTRAINT known_on_is_a_day CHECK (known_on IS date(known_on)), 
	children INTEGER NOT NULL, 
	dependants INTEGER NOT NULL, 
	CONSTRAINT pk_family_state PRIMARY KEY (id), 
	CONSTRAINT fk_family_state_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_family_state_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX family_state_official_id ON family_state (official_id)

CREATE TABLE federal_candidacy (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	official_id INTEGER NOT NULL, 
	office TEXT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	basis TEXT, 
	CONSTRAINT pk_federal_candidacy PRIMARY KEY (id), 
	CONSTRAINT fk_federal_candidacy_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_federal_candidacy_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX federal_candidacy_official_id ON federal_candidacy (official_id)

CREATE TABLE item (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	transaction_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	contact_id INTEGER, 
	card_id INTEGER, 
	account_id INTEGER, 
	amount_cents INTEGER NOT NULL, 
	cash_cents INTEGER NOT NULL, 
	item_date TEXT NOT NULL CONSTRAINT item_date_is_a_day CHECK (item_date IS date(item_date)), 
	reported_on TEXT CONSTRAINT reported_on_is_a_day CHECK (reported_on IS date(reported_on)), 
	made_date TEXT CONSTRAINT made_date_is_a_day CHECK (made_date IS date(made_date)), 
	agent_date TEXT CONSTRAINT agent_date_is_a_day CHECK (agent_date IS date(agent_date)), 
	deposited_date TEXT CONSTRAINT deposited_date_is_a_day CHECK (deposited_date IS date(deposited_date)), 
	memo INTEGER NOT NULL CONSTRAINT memo_is_a_flag CHECK (memo IN (0, 1)), 
	purpose TEXT, 
	memo_description TEXT, 
	election_code TEXT, 
	parent_id INTEGER, 
	applies_to_id INTEGER, 
	corrects_id INTEGER, 
	conduit_id INTEGER, 
	payout_id INTEGER, 
	drive_id INTEGER, 
	force_itemised INTEGER CONSTRAINT force_itemised_is_a_flag CHECK (force_itemised IN (0, 1)), 
	unaggregated INTEGER NOT NULL CONSTRAINT unaggregated_is_a_flag CHECK (unaggregated IN (0, 1)), 
	federal_cents INTEGER, 
	other_cents INTEGER, 
	filed_aggregate_cents INTEGER, 
	fields TEXT, 
	CONSTRAINT pk_item PRIMARY KEY (id), 
	CONSTRAINT item_cash CHECK (cash_cents = 0 OR (account_id IS NOT NULL AND memo = 0 AND (cash_cents = amount_cents OR cash_cents = -amount_cents))), 
	CONSTRAINT item_shares CHECK (federal_cents IS NULL OR federal_cents + other_cents = amount_cents), 
	CONSTRAINT fk_item_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_transaction_id_transaction FOREIGN KEY(transaction_id) REFERENCES "transaction" (id) DEFERRABLE INITIALLY IMMEDIATE, 
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
 STRICT

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
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	official_id INTEGER NOT NULL, 
	public_office_id INTEGER NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	end_known_on TEXT CONSTRAINT end_known_on_is_a_day CHECK (end_known_on IS date(end_known_on)), 
	end_reason TEXT, 
	CONSTRAINT pk_office_term PRIMARY KEY (id), 
	CONSTRAINT fk_office_term_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_office_term_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_office_term_public_office_id_public_office FOREIGN KEY(public_office_id) REFERENCES public_office (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX office_term_official_id ON office_term (official_id)

CREATE INDEX office_term_public_office_id ON office_term (public_office_id)

CREATE TABLE official_unit (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	official_id INTEGER NOT NULL, 
	unit TEXT NOT NULL, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	CONSTRAINT pk_official_unit PRIMARY KEY (id), 
	CONSTRAINT fk_official_unit_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_official_unit_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX official_unit_official_id ON official_unit (official_id)

CREATE TABLE pledge (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	official_id INTEGER NOT NULL, 
	schedule_code TEXT NOT NULL, 
	text_version TEXT NOT NULL, 
	text TEXT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	signed_on TEXT CONSTRAINT signed_on_is_a_day CHECK (signed_on IS date(signed_on)), 
	CONSTRAINT pk_pledge PRIMARY KEY (id), 
	CONSTRAINT fk_pledge_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_pledge_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX pledge_official_id ON pledge (official_id)

CREATE TABLE promise_reminder (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	promised_gift_id INTEGER NOT NULL, 
	due_on TEXT NOT NULL CONSTRAINT due_on_is_a_day CHECK (due_on IS date(due_on)), 
	sent_on TEXT NOT NULL CONSTRAINT sent_on_is_a_day CHECK (sent_on IS date(sent_on)), 
	channel TEXT NOT NULL, 
	words TEXT, 
	CONSTRAINT pk_promise_reminder PRIMARY KEY (id), 
	CONSTRAINT fk_promise_reminder_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_promise_reminder_promised_gift_id_promised_gift FOREIGN KEY(promised_gift_id) REFERENCES promised_gift (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX promise_reminder_promised_gift_id ON promise_reminder (promised_gift_id)

CREATE TABLE remittance_instruction (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	official_id INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	due_cents INTEGER NOT NULL, 
	carried_in_cents INTEGER NOT NULL, 
	carried_out_cents INTEGER NOT NULL, 
	made_on TEXT NOT NULL CONSTRAINT made_on_is_a_day CHECK (made_on IS date(made_on)), 
	drafted_on TEXT NOT NULL CONSTRAINT drafted_on_is_a_day CHECK (drafted_on IS date(drafted_on)), 
	signed_on TEXT CONSTRAINT signed_on_is_a_day CHECK (signed_on IS date(signed_on)), 
	CONSTRAINT pk_remittance_instruction PRIMARY KEY (id), 
	CONSTRAINT remittance_instruction_period UNIQUE (official_id, period), 
	CONSTRAINT fk_remittance_instruction_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_remittance_instruction_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX remittance_instruction_official_id ON remittance_instruction (official_id)

CREATE TABLE remittance_waiver (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	official_id INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	first_period TEXT NOT NULL, 
	last_period TEXT NOT NULL, 
	cents INTEGER, 
	due_kind TEXT NOT NULL, 
	approved_by TEXT NOT NULL, 
	approved_on TEXT NOT NULL CONSTRAINT approved_on_is_a_day CHECK (approved_on IS date(approved_on)), 
	CONSTRAINT pk_remittance_waiver PRIMARY KEY (id), 
	CONSTRAINT remittance_waiver_periods CHECK (first_period <= last_period), 
	CONSTRAINT fk_remittance_waiver_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_remittance_waiver_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX remittance_waiver_official_id ON remittance_waiver (official_id)

CREATE TABLE standing_certificate (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	official_id INTEGER NOT NULL, 
	on_date TEXT NOT NULL CONSTRAINT on_date_is_a_day CHECK (on_date IS date(on_date)), 
	issued_on TEXT NOT NULL CONSTRAINT issued_on_is_a_day CHECK (issued_on IS date(issued_on)), 
	issued_by TEXT NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_standing_certificate PRIMARY KEY (id), 
	CONSTRAINT standing_certificate_day UNIQUE (official_id, on_date), 
	CONSTRAINT fk_standing_certificate_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_standing_certificate_official_id_official FOREIGN KEY(official_id) REFERENCES official (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE statement_line (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	bank_statement_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	line_key TEXT NOT NULL, 
	booked_on TEXT NOT NULL CONSTRAINT booked_on_is_a_day CHECK (booked_on IS date(booked_on)), 
	value_on TEXT CONSTRAINT value_on_is_a_day CHECK (value_on IS date(value_on)), 
	amount_cents INTEGER NOT NULL, 
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
 STRICT

CREATE INDEX statement_line_bank_statement_id ON statement_line (bank_statement_id)

CREATE INDEX statement_line_entity ON statement_line (entity_id, booked_on)

CREATE TABLE bank_check (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	payee TEXT NOT NULL, 
	amount_cents INTEGER NOT NULL, 
	item_id INTEGER, 
	drawn_on TEXT NOT NULL CONSTRAINT drawn_on_is_a_day CHECK (drawn_on IS date(drawn_on)), 
	printed_on TEXT CONSTRAINT printed_on_is_a_day CHECK (printed_on IS date(printed_on)), 
	voided_on TEXT CONSTRAINT voided_on_is_a_day CHECK (voided_on IS date(voided_on)), 
	voided_why TEXT, 
	void_item_id INTEGER, 
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
 STRICT

CREATE INDEX check_entity ON bank_check (entity_id, drawn_on)

CREATE TABLE bank_match_line (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	bank_match_id INTEGER NOT NULL, 
	statement_line_id INTEGER NOT NULL, 
	CONSTRAINT pk_bank_match_line PRIMARY KEY (id), 
	CONSTRAINT bank_match_line_once UNIQUE (statement_line_id), 
	CONSTRAINT fk_bank_match_line_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_match_line_bank_match_id_bank_match FOREIGN KEY(bank_match_id) REFERENCES bank_match (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bank_match_line_statement_line_id_statement_line FOREIGN KEY(statement_line_id) REFERENCES statement_line (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX bank_match_line_bank_match_id ON bank_match_line (bank_match_id)

CREATE INDEX bank_match_line_entity ON bank_match_line (entity_id)

CREATE TABLE bill (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	received_on TEXT NOT NULL CONSTRAINT received_on_is_a_day CHECK (received_on IS date(received_on)), 
	due_on TEXT NOT NULL CONSTRAINT due_on_is_a_day CHECK (due_on IS date(due_on)), 
	amount_cents INTEGER NOT NULL, 
	purpose TEXT NOT NULL, 
	category TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	method TEXT NOT NULL, 
	account_id INTEGER NOT NULL, 
	entered_by TEXT NOT NULL, 
	item_id INTEGER, 
	withdrawn_on TEXT CONSTRAINT withdrawn_on_is_a_day CHECK (withdrawn_on IS date(withdrawn_on)), 
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
 STRICT

CREATE INDEX bill_card ON bill (card_id, number)

CREATE INDEX bill_entity ON bill (entity_id, due_on)

CREATE TABLE deposit_item (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	deposit_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	CONSTRAINT pk_deposit_item PRIMARY KEY (id), 
	CONSTRAINT deposit_item_once UNIQUE (item_id), 
	CONSTRAINT fk_deposit_item_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_deposit_item_deposit_id_deposit FOREIGN KEY(deposit_id) REFERENCES deposit (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_deposit_item_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX deposit_item_deposit_id ON deposit_item (deposit_id)

CREATE INDEX deposit_item_entity ON deposit_item (entity_id)

CREATE TABLE fec_id (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	fec_id TEXT NOT NULL, 
	item_id INTEGER NOT NULL, 
	CONSTRAINT pk_fec_id PRIMARY KEY (id), 
	CONSTRAINT fec_id_once UNIQUE (entity_id, fec_id), 
	CONSTRAINT fk_fec_id_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_fec_id_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX fec_id_item ON fec_id (item_id)

CREATE TABLE filing_item (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	filing_id INTEGER NOT NULL, 
	item_id INTEGER, 
	line TEXT NOT NULL, 
	itemised INTEGER NOT NULL CONSTRAINT itemised_is_a_flag CHECK (itemised IN (0, 1)), 
	fec_id TEXT, 
	amount_cents INTEGER NOT NULL, 
	fields TEXT, 
	CONSTRAINT pk_filing_item PRIMARY KEY (id), 
	CONSTRAINT fk_filing_item_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_filing_item_filing_id_filing FOREIGN KEY(filing_id) REFERENCES filing (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_filing_item_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX filing_item_filing ON filing_item (filing_id)

CREATE INDEX filing_item_item ON filing_item (item_id)

CREATE TABLE hold (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	rule TEXT, 
	basis TEXT NOT NULL, 
	cents INTEGER NOT NULL, 
	refunded_before_cents INTEGER NOT NULL, 
	since TEXT NOT NULL CONSTRAINT since_is_a_day CHECK (since IS date(since)), 
	waiting_kind TEXT, 
	resolution TEXT, 
	resolved_on TEXT CONSTRAINT resolved_on_is_a_day CHECK (resolved_on IS date(resolved_on)), 
	resolved_by TEXT, 
	resolved_why TEXT, 
	CONSTRAINT pk_hold PRIMARY KEY (id), 
	CONSTRAINT hold_of_something CHECK (cents > 0), 
	CONSTRAINT hold_resolution CHECK (resolution IN ('released', 'returned')), 
	CONSTRAINT hold_resolved_whole CHECK ((resolution IS NULL) = (resolved_on IS NULL) AND (resolution IS NULL) = (resolved_why IS NULL)), 
	CONSTRAINT fk_hold_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_hold_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX hold_entity ON hold (entity_id)

CREATE INDEX hold_item_id ON hold (item_id)

CREATE TABLE instruction_line (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	remittance_instruction_id INTEGER NOT NULL, 
	recipient TEXT NOT NULL, 
	account_kind TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	giver TEXT NOT NULL, 
	period TEXT NOT NULL, 
	cents INTEGER NOT NULL, 
	room_before_cents INTEGER, 
	room_after_cents INTEGER, 
	reason TEXT NOT NULL, 
	citation TEXT NOT NULL, 
	made_on TEXT NOT NULL CONSTRAINT made_on_is_a_day CHECK (made_on IS date(made_on)), 
	CONSTRAINT pk_instruction_line PRIMARY KEY (id), 
	CONSTRAINT fk_instruction_line_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_instruction_line_remittance_instruction_id_remittance_instruction FOREIGN KEY(remittance_instruction_id) REFERENCES remittance_instruction (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX instruction_line_remittance_instruction_id ON instruction_line (remittance_instruction_id)

CREATE TABLE item_party (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	contact_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	CONSTRAINT pk_item_party PRIMARY KEY (id), 
	CONSTRAINT item_party_role UNIQUE (item_id, role), 
	CONSTRAINT fk_item_party_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_party_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_party_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_item_party_card_id_contact FOREIGN KEY(card_id) REFERENCES contact (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE kept_letter (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	card_id INTEGER, 
	item_id INTEGER, 
	request_id INTEGER, 
	addressee TEXT NOT NULL, 
	about TEXT NOT NULL, 
	cents INTEGER, 
	asks TEXT, 
	text_sha256 TEXT NOT NULL, 
	who TEXT NOT NULL, 
	written_on TEXT NOT NULL CONSTRAINT written_on_is_a_day CHECK (written_on IS date(written_on)), 
	send_by TEXT CONSTRAINT send_by_is_a_day CHECK (send_by IS date(send_by)), 
	reply_by TEXT CONSTRAINT reply_by_is_a_day CHECK (reply_by IS date(reply_by)), 
	sent_on TEXT CONSTRAINT sent_on_is_a_day CHECK (sent_on IS date(sent_on)), 
	channel TEXT, 
	answered_on TEXT CONSTRAINT answered_on_is_a_day CHECK (answered_on IS date(answered_on)), 
	answer TEXT, 
	size INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	content BLOB NOT NULL, 
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
 STRICT

CREATE INDEX kept_letter_card_id ON kept_letter (card_id) WHERE card_id IS NOT NULL

CREATE INDEX kept_letter_entity ON kept_letter (entity_id, written_on)

CREATE INDEX kept_letter_item_id ON kept_letter (item_id) WHERE item_id IS NOT NULL

CREATE INDEX kept_letter_request_id ON kept_letter (request_id) WHERE request_id IS NOT NULL

CREATE TABLE line_set_aside (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	statement_line_id INTEGER NOT NULL, 
	why TEXT NOT NULL, 
	said_by TEXT NOT NULL, 
	said_on TEXT NOT NULL CONSTRAINT said_on_is_a_day CHECK (said_on IS date(said_on)), 
	CONSTRAINT pk_line_set_aside PRIMARY KEY (id), 
	CONSTRAINT line_set_aside_once UNIQUE (statement_line_id), 
	CONSTRAINT fk_line_set_aside_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_line_set_aside_statement_line_id_statement_line FOREIGN KEY(statement_line_id) REFERENCES statement_line (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX line_set_aside_entity ON line_set_aside (entity_id)

CREATE TABLE list_transfer_entry (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	list_transfer_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	CONSTRAINT pk_list_transfer_entry PRIMARY KEY (id), 
	CONSTRAINT list_transfer_entry_role CHECK (role IN ('price', 'in_kind', 'against')), 
	CONSTRAINT fk_list_transfer_entry_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_list_transfer_entry_list_transfer_id_list_transfer FOREIGN KEY(list_transfer_id) REFERENCES list_transfer (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_list_transfer_entry_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX list_transfer_entry_entity ON list_transfer_entry (entity_id)

CREATE INDEX list_transfer_entry_item_id ON list_transfer_entry (item_id)

CREATE INDEX list_transfer_entry_list_transfer_id ON list_transfer_entry (list_transfer_id)

CREATE TABLE memo_text (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	item_id INTEGER, 
	form TEXT, 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	fec_id TEXT, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_memo_text PRIMARY KEY (id), 
	CONSTRAINT fk_memo_text_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_memo_text_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX memo_text_item ON memo_text (item_id)

CREATE TABLE obligation_state (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	as_of TEXT NOT NULL CONSTRAINT as_of_is_a_day CHECK (as_of IS date(as_of)), 
	beginning_cents INTEGER, 
	incurred_cents INTEGER, 
	paid_cents INTEGER, 
	balance_cents INTEGER NOT NULL, 
	CONSTRAINT pk_obligation_state PRIMARY KEY (id), 
	CONSTRAINT obligation_state_day UNIQUE (item_id, as_of), 
	CONSTRAINT fk_obligation_state_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_obligation_state_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE TABLE pay_record (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	office_term_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	per TEXT NOT NULL, 
	from_date TEXT NOT NULL CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	known_on TEXT NOT NULL CONSTRAINT known_on_is_a_day CHECK (known_on IS date(known_on)), 
	gross_cents INTEGER NOT NULL, 
	withheld_cents INTEGER NOT NULL, 
	net_cents INTEGER NOT NULL, 
	allowance_cents INTEGER NOT NULL, 
	allowance_included INTEGER NOT NULL CONSTRAINT allowance_included_is_a_flag CHECK (allowance_included IN (0, 1)), 
	allowance_taxable INTEGER NOT NULL CONSTRAINT allowance_taxable_is_a_flag CHECK (allowance_taxable IN (0, 1)), 
	document TEXT, 
	CONSTRAINT pk_pay_record PRIMARY KEY (id), 
	CONSTRAINT pay_record_kind CHECK (kind IN ('pay', 'severance')), 
	CONSTRAINT pay_record_per CHECK (per IN ('month', 'year', 'once')), 
	CONSTRAINT fk_pay_record_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_pay_record_office_term_id_office_term FOREIGN KEY(office_term_id) REFERENCES office_term (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX pay_record_office_term_id ON pay_record (office_term_id)

CREATE TABLE pledge_recipient (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	pledge_id INTEGER NOT NULL, 
	recipient TEXT NOT NULL, 
	account_kind TEXT NOT NULL, 
	tier INTEGER NOT NULL, 
	weight INTEGER NOT NULL, 
	wish_cents INTEGER, 
	cap_cents INTEGER, 
	consented_on TEXT NOT NULL CONSTRAINT consented_on_is_a_day CHECK (consented_on IS date(consented_on)), 
	from_date TEXT CONSTRAINT from_date_is_a_day CHECK (from_date IS date(from_date)), 
	to_date TEXT CONSTRAINT to_date_is_a_day CHECK (to_date IS date(to_date)), 
	CONSTRAINT pk_pledge_recipient PRIMARY KEY (id), 
	CONSTRAINT pledge_recipient_place CHECK (tier > 0 AND weight > 0), 
	CONSTRAINT fk_pledge_recipient_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_pledge_recipient_pledge_id_pledge FOREIGN KEY(pledge_id) REFERENCES pledge (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX pledge_recipient_pledge_id ON pledge_recipient (pledge_id)

CREATE TABLE pledge_step (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	pledge_id INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	on_date TEXT NOT NULL CONSTRAINT on_date_is_a_day CHECK (on_date IS date(on_date)), 
	until_date TEXT CONSTRAINT until_date_is_a_day CHECK (until_date IS date(until_date)), 
	role TEXT NOT NULL, 
	who TEXT NOT NULL, 
	note TEXT, 
	CONSTRAINT pk_pledge_step PRIMARY KEY (id), 
	CONSTRAINT fk_pledge_step_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_pledge_step_pledge_id_pledge FOREIGN KEY(pledge_id) REFERENCES pledge (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX pledge_step_pledge_id ON pledge_step (pledge_id)

CREATE TABLE promise_kept (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	promised_gift_id INTEGER NOT NULL, 
	due_on TEXT NOT NULL CONSTRAINT due_on_is_a_day CHECK (due_on IS date(due_on)), 
	item_id INTEGER NOT NULL, 
	CONSTRAINT pk_promise_kept PRIMARY KEY (id), 
	CONSTRAINT promise_kept_item UNIQUE (item_id), 
	CONSTRAINT fk_promise_kept_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_promise_kept_promised_gift_id_promised_gift FOREIGN KEY(promised_gift_id) REFERENCES promised_gift (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_promise_kept_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX promise_kept_promised_gift_id ON promise_kept (promised_gift_id)

CREATE TABLE remittance_receipt (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	keeper TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	period TEXT, 
	CONSTRAINT pk_remittance_receipt PRIMARY KEY (id), 
	CONSTRAINT remittance_receipt_item UNIQUE (item_id), 
	CONSTRAINT fk_remittance_receipt_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_remittance_receipt_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX remittance_receipt_official ON remittance_receipt (keeper, reference)

CREATE TABLE source_row (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	external_id TEXT NOT NULL, 
	item_id INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	fee_cents INTEGER, 
	receipt_id TEXT, 
	page TEXT, 
	reference_code TEXT, 
	recurrence INTEGER, 
	every TEXT, 
	refund_id TEXT, 
	drive_by_hand INTEGER CONSTRAINT drive_by_hand_is_a_flag CHECK (drive_by_hand IN (0, 1)), 
	CONSTRAINT pk_source_row PRIMARY KEY (id), 
	CONSTRAINT source_row_external UNIQUE (entity_id, source, external_id), 
	CONSTRAINT fk_source_row_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_source_row_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX source_row_charge ON source_row (item_id) WHERE recurrence IS NOT NULL

CREATE INDEX source_row_item ON source_row (item_id)

CREATE INDEX source_row_series ON source_row (entity_id, source, receipt_id, recurrence, item_id) WHERE recurrence IS NOT NULL

CREATE TABLE wall_note (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	giver TEXT NOT NULL, 
	recipient TEXT NOT NULL, 
	needs TEXT NOT NULL, 
	words TEXT NOT NULL, 
	who TEXT NOT NULL, 
	said_on TEXT NOT NULL CONSTRAINT said_on_is_a_day CHECK (said_on IS date(said_on)), 
	CONSTRAINT pk_wall_note PRIMARY KEY (id), 
	CONSTRAINT fk_wall_note_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_wall_note_item_id_item FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX wall_note_item_id ON wall_note (item_id)

CREATE TABLE bill_approval (
	id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	bill_id INTEGER NOT NULL, 
	approver TEXT NOT NULL, 
	approver_key TEXT NOT NULL, 
	approved_on TEXT NOT NULL CONSTRAINT approved_on_is_a_day CHECK (approved_on IS date(approved_on)), 
	CONSTRAINT pk_bill_approval PRIMARY KEY (id), 
	CONSTRAINT bill_approval_once UNIQUE (bill_id, approver_key), 
	CONSTRAINT fk_bill_approval_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) DEFERRABLE INITIALLY IMMEDIATE, 
	CONSTRAINT fk_bill_approval_bill_id_bill FOREIGN KEY(bill_id) REFERENCES bill (id) DEFERRABLE INITIALLY IMMEDIATE
)
 STRICT

CREATE INDEX bill_approval_entity ON bill_approval (entity_id)

CREATE VIRTUAL TABLE card_word USING fts5(words, content='card_search', content_rowid='card_id', detail=none, columnsize=0, prefix='1 2', tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'")

CREATE VIRTUAL TABLE card_word_held USING fts5vocab(card_word, 'instance')
