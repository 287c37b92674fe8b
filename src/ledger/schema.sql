-- The newest schema, drawn by test/ledger/schema.test.ts. To read, not to run: the migrations make it.

CREATE TABLE alarms (
  row_id integer primary key not null references events (seq),
  alarm_id text not null unique check (length(alarm_id) between 1 and 80),
  kind text not null check (kind in ('paid-late', 'paid-twice', 'paid-after-cancel', 'answer-mismatch', 'unknown-status',
    'account-mismatch', 'refund-mismatch', 'refund-late')),
  sale integer not null references sales (row_id),
  attempt integer not null references attempts (row_id),
  at_ms integer not null check (at_ms >= 0),
  settled text check (settled in ('seen', 'attached', 'returned')),
  settled_by integer check (settled_by >= 0),
  settled_at_ms integer check (settled_at_ms >= 0),
  check ((settled is null) = (settled_by is null) and (settled is null) = (settled_at_ms is null))
) strict;

CREATE TRIGGER alarms_are_settled_once before update on alarms
when old.settled is not null or new.row_id <> old.row_id or new.alarm_id <> old.alarm_id or new.kind <> old.kind
  or new.sale <> old.sale or new.attempt <> old.attempt or new.at_ms <> old.at_ms
begin select raise(abort, 'an alarm is only ever settled, once'); end;

CREATE INDEX alarms_of_an_attempt on alarms (attempt);

CREATE TRIGGER alarms_stay before delete on alarms
begin select raise(abort, 'an alarm is never removed'); end;

CREATE TABLE approvals (
  row_id integer primary key not null references events (seq),
  approval_id text not null unique check (length(approval_id) between 1 and 80),
  action text not null check (length(action) between 1 and 80),
  approver integer not null check (approver >= 0),
  asker integer not null check (asker >= 0),
  subject text not null check (length(subject) between 1 and 200),
  amount_minor integer check (amount_minor between 1 and 100000000000000),
  currency text check (currency in ('THB', 'SGD', 'MYR')),
  at_ms integer not null check (at_ms >= 0),
  check ((amount_minor is null) = (currency is null))
) strict;

CREATE TRIGGER approvals_never_change before update on approvals
begin select raise(abort, 'an approval is never changed'); end;

CREATE TRIGGER approvals_stay before delete on approvals
begin select raise(abort, 'an approval is never removed'); end;

CREATE TABLE attempts (
  row_id integer primary key not null references events (seq),
  attempt_id blob not null unique check (length(attempt_id) = 16),
  sale integer not null references sales (row_id),
  method text not null check (method in ('wechat_pay_upm', 'alipayplus_mpm', 'atome_qr', 'truemoney_qr')),
  amount_minor integer not null check (amount_minor between 1 and 100000000000000),
  currency text not null check (currency in ('THB', 'SGD', 'MYR')),
  reference text,
  code_last_four text check (length(code_last_four) <= 4),
  created_at_ms integer not null check (created_at_ms >= 0),
  step integer not null check (step >= 1),
  event_seq integer not null,
  state text not null check (state in ('queued', 'sending', 'unknown', 'pending', 'cancelling', 'successful',
    'failed', 'expired', 'cancelled', 'not-sent', 'not-found', 'paid-late')),
  phase text not null generated always as (case
    when state in ('queued', 'sending', 'unknown', 'pending', 'cancelling') then 'living'
    when state in ('successful', 'paid-late') then 'paid'
    else 'unpaid' end) virtual,
  gave_way integer not null check (gave_way in (0, 1)),
  charge_id text,
  paid_at_ms integer,
  ended_at_ms integer,
  check ((ended_at_ms is null) = (phase = 'living')),
  check ((paid_at_ms is not null) = (phase = 'paid')),
  check (charge_id is not null or phase <> 'paid')
) strict;

CREATE TRIGGER attempts_begin_at_one before insert on attempts when new.step <> 1
begin select raise(abort, 'the first step of an attempt is step 1'); end;

CREATE TRIGGER attempts_begin_with_their_event before insert on attempts
when not exists (select 1 from events
  where seq = new.row_id and id = new.attempt_id and new.event_seq = seq and state ->> 'name' = new.state)
begin select raise(abort, 'an attempt is what its last event says'); end;

CREATE TRIGGER attempts_follow_their_events before update on attempts
when not exists (select 1 from events
  where seq = new.event_seq and subject = new.row_id and step = new.step and state ->> 'name' = new.state)
begin select raise(abort, 'an attempt is what its last event says'); end;

CREATE TRIGGER attempts_go_one_step before update on attempts when new.step <> old.step + 1
begin select raise(abort, 'an attempt goes one step at a time'); end;

CREATE TRIGGER attempts_keep_their_facts before update of row_id, attempt_id, sale, method, amount_minor, currency,
  reference, code_last_four, created_at_ms on attempts
when new.row_id <> old.row_id or new.attempt_id <> old.attempt_id or new.sale <> old.sale
  or new.method <> old.method or new.amount_minor <> old.amount_minor or new.currency <> old.currency
  or new.reference is not old.reference or new.code_last_four is not old.code_last_four
  or new.created_at_ms <> old.created_at_ms
begin select raise(abort, 'what an attempt began with never changes'); end;

CREATE INDEX attempts_of_a_charge on attempts (charge_id) where charge_id is not null;

CREATE INDEX attempts_of_a_sale on attempts (sale, row_id);

CREATE TRIGGER attempts_once_paid_stay_paid before update on attempts
when old.phase = 'paid' and (new.state <> old.state or new.charge_id is not old.charge_id
  or new.paid_at_ms is not old.paid_at_ms or new.ended_at_ms is not old.ended_at_ms)
begin select raise(abort, 'nothing leaves a paid state'); end;

CREATE TRIGGER attempts_stay before delete on attempts
begin select raise(abort, 'an attempt is never removed'); end;

CREATE TABLE events (
  seq integer primary key not null check (seq >= 1),
  subject integer not null,
  step integer not null check (step >= 1),
  kind text not null check (length(kind) between 1 and 40),
  id blob check (length(id) = 16),
  body text not null check (json_type(body) = 'object'),
  state text check (state is null or state ->> 'name' is not null),
  intent text,
  at_ms integer not null check (at_ms >= 0),
  hash blob not null check (length(hash) = 32),
  check ((subject = seq) = (step = 1)),
  check (id is null or step = 1)
) strict;

CREATE TRIGGER events_leave_no_gap before insert on events
when new.seq <> (select coalesce(max(seq), 0) + 1 from events)
  or new.step <> (select coalesce(max(step), 0) + 1 from events where subject = new.subject)
begin select raise(abort, 'an event is the next one, of its ledger and of its subject'); end;

CREATE TRIGGER events_never_change before update on events
begin select raise(abort, 'an event is never changed'); end;

CREATE TRIGGER events_stay before delete on events
begin select raise(abort, 'an event is never removed'); end;

CREATE INDEX living_attempts_that_gave_way on attempts (row_id) where phase = 'living' and gave_way = 1;

CREATE TABLE meta (
  id integer primary key not null check (id = 1),
  ledger_id blob not null check (length(ledger_id) = 16),
  mode text not null check (mode in ('training', 'test', 'live')),
  clean_end blob check (length(clean_end) = 32),
  account_id text check (length(account_id) between 1 and 200),
  missing_since_ms integer check (missing_since_ms >= 0)
) strict;

CREATE TRIGGER meta_is_bound_once before update on meta
when new.id <> old.id or new.ledger_id <> old.ledger_id or new.mode <> old.mode
  or (old.account_id is not null and new.account_id is not old.account_id)
begin select raise(abort, 'a ledger keeps its mode and its account'); end;

CREATE TRIGGER meta_is_one before insert on meta when exists (select 1 from meta)
begin select raise(abort, 'a ledger keeps its mode and its account'); end;

CREATE TRIGGER meta_stays before delete on meta
begin select raise(abort, 'a ledger keeps its mode and its account'); end;

CREATE TABLE migrations (
  position integer primary key not null,
  name text not null unique,
  sha256 text not null check (length(sha256) = 64),
  applied_at_ms integer not null
) strict;

CREATE UNIQUE INDEX one_living_attempt_of_a_sale on attempts (sale) where phase = 'living' and gave_way = 0;

CREATE UNIQUE INDEX one_open_refund_of_a_charge on refunds (charge_id) where state in ('asked', 'sending', 'unknown');

CREATE TABLE operations (
  row_id integer primary key not null,
  subject_id blob not null unique check (length(subject_id) = 16),
  sale_id blob not null check (length(sale_id) = 16),
  kind text not null check (kind in ('charge', 'refund')),
  doing text not null check (length(doing) between 1 and 40),
  tries integer not null check (tries >= 0),
  since_ms integer not null check (since_ms >= 0),
  next_at_ms integer not null check (next_at_ms >= 0),
  deadline_ms integer check (deadline_ms >= 0),
  last_error text
) strict;

CREATE INDEX payments on attempts (paid_at_ms) where phase = 'paid';

CREATE TABLE refunds (
  row_id integer primary key not null references events (seq),
  refund_id blob not null unique check (length(refund_id) = 16),
  sale integer not null references sales (row_id),
  attempt integer not null references attempts (row_id),
  charge_id text not null check (length(charge_id) between 1 and 200),
  kind text not null check (kind in ('void', 'refund')),
  amount_minor integer not null check (amount_minor between 1 and 100000000000000),
  currency text not null check (currency in ('THB', 'SGD', 'MYR')),
  refunded_before_minor integer not null check (refunded_before_minor >= 0),
  approval_id text not null unique references approvals (approval_id),
  approver integer not null check (approver >= 0),
  staff integer not null check (staff >= 0),
  asked_at_ms integer not null check (asked_at_ms >= 0),
  step integer not null check (step >= 1),
  event_seq integer not null,
  state text not null check (state in ('asked', 'sending', 'unknown', 'accepted', 'closed', 'failed', 'not-found')),
  ended_at_ms integer,
  check ((ended_at_ms is not null) = (state in ('closed', 'failed', 'not-found')))
) strict;

CREATE TRIGGER refunds_are_of_their_sale before insert on refunds
when new.sale is not (select sale from attempts where row_id = new.attempt)
  or new.currency is not (select currency from attempts where row_id = new.attempt)
begin select raise(abort, 'a refund is of the sale and in the currency of its attempt'); end;

CREATE TRIGGER refunds_begin_at_one before insert on refunds when new.step <> 1
begin select raise(abort, 'the first step of a refund is step 1'); end;

CREATE TRIGGER refunds_begin_with_their_event before insert on refunds
when not exists (select 1 from events
  where seq = new.row_id and id = new.refund_id and new.event_seq = seq and state ->> 'name' = new.state)
begin select raise(abort, 'a refund is what its last event says'); end;

CREATE INDEX refunds_by_state on refunds (state, ended_at_ms);

CREATE TRIGGER refunds_follow_their_events before update on refunds
when not exists (select 1 from events
  where seq = new.event_seq and subject = new.row_id and step = new.step and state ->> 'name' = new.state)
begin select raise(abort, 'a refund is what its last event says'); end;

CREATE TRIGGER refunds_go_one_step before update on refunds when new.step <> old.step + 1
begin select raise(abort, 'a refund goes one step at a time'); end;

CREATE TRIGGER refunds_keep_their_facts before update of row_id, refund_id, sale, attempt, charge_id, kind, amount_minor,
  currency, refunded_before_minor, approval_id, approver, staff, asked_at_ms on refunds
when new.row_id <> old.row_id or new.refund_id <> old.refund_id or new.sale <> old.sale or new.attempt <> old.attempt
  or new.charge_id <> old.charge_id or new.kind <> old.kind or new.amount_minor <> old.amount_minor
  or new.currency <> old.currency or new.refunded_before_minor <> old.refunded_before_minor
  or new.approval_id <> old.approval_id or new.approver <> old.approver or new.staff <> old.staff
  or new.asked_at_ms <> old.asked_at_ms
begin select raise(abort, 'what a refund began with never changes'); end;

CREATE INDEX refunds_of_an_attempt on refunds (attempt, row_id);

CREATE TRIGGER refunds_once_closed_stay_closed before update on refunds
when old.state = 'closed' and (new.state <> old.state or new.ended_at_ms is not old.ended_at_ms)
begin select raise(abort, 'nothing leaves a closed refund'); end;

CREATE TRIGGER refunds_stay before delete on refunds
begin select raise(abort, 'a refund is never removed'); end;

CREATE TRIGGER refunds_stay_below_the_payment before insert on refunds
when new.amount_minor + (select coalesce(sum(amount_minor), 0) from refunds
    where attempt = new.attempt and state in ('asked', 'sending', 'unknown', 'accepted', 'closed'))
  > (select amount_minor from attempts where row_id = new.attempt)
begin select raise(abort, 'never more is refunded than was paid'); end;

CREATE TABLE sales (
  row_id integer primary key not null references events (seq),
  sale_id blob not null unique check (length(sale_id) = 16),
  amount_minor integer not null check (amount_minor between 1 and 100000000000000),
  currency text not null check (currency in ('THB', 'SGD', 'MYR')),
  reference text,
  staff integer not null check (staff >= 0),
  began_at_ms integer not null check (began_at_ms >= 0)
) strict;

CREATE TRIGGER sales_follow_their_events before insert on sales
when not exists (select 1 from events where seq = new.row_id and id = new.sale_id)
begin select raise(abort, 'a sale is what its event says'); end;

CREATE TRIGGER sales_never_change before update on sales
begin select raise(abort, 'a sale is never changed'); end;

CREATE TRIGGER sales_stay before delete on sales
begin select raise(abort, 'a sale is never removed'); end;

CREATE INDEX standing_alarms on alarms (at_ms) where settled is null;

CREATE UNIQUE INDEX steps_of_a_subject on events (subject, step);

CREATE INDEX unpaid_ends on attempts (ended_at_ms) where phase = 'unpaid';
