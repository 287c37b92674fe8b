-- The newest schema, drawn by test/ledger/schema.test.ts. To read, not to run: the migrations make it.

CREATE TABLE alarms (
  alarm_id text primary key not null check (length(alarm_id) between 1 and 80),
  kind text not null check (kind in ('paid-late', 'paid-after-cancel', 'answer-mismatch', 'unknown-status', 'account-mismatch')),
  sale_id text not null references sales (sale_id),
  attempt_id text not null references attempts (attempt_id),
  at_ms integer not null check (at_ms >= 0),
  seen_at_ms integer
) strict;

CREATE TRIGGER alarms_are_seen_once before update on alarms
when old.seen_at_ms is not null or new.alarm_id <> old.alarm_id or new.kind <> old.kind or new.sale_id <> old.sale_id
  or new.attempt_id <> old.attempt_id or new.at_ms <> old.at_ms
begin select raise(abort, 'an alarm is only ever marked as seen, once'); end;

CREATE INDEX alarms_of_an_attempt on alarms (attempt_id);

CREATE TRIGGER alarms_stay before delete on alarms
begin select raise(abort, 'an alarm is never removed'); end;

CREATE TABLE attempt_events (
  seq integer primary key not null,
  attempt_id text not null references attempts (attempt_id),
  step integer not null check (step >= 1),
  kind text not null,
  event text not null check (json_valid(event) and event ->> 'kind' = kind),
  state text not null check (json_valid(state) and state ->> 'name' is not null),
  intent text not null,
  at_ms integer not null check (at_ms >= 0),
  unique (attempt_id, step)
) strict;

CREATE TRIGGER attempt_events_leave_no_gap before insert on attempt_events
when new.step <> (select coalesce(max(step), 0) + 1 from attempt_events where attempt_id = new.attempt_id)
  or exists (select 1 from attempt_events where seq = new.seq)
begin select raise(abort, 'an event is the next one of its attempt'); end;

CREATE TRIGGER attempt_events_never_change before update on attempt_events
begin select raise(abort, 'an event is never changed'); end;

CREATE TRIGGER attempt_events_stay before delete on attempt_events
begin select raise(abort, 'an event is never removed'); end;

CREATE TABLE attempts (
  row_id integer primary key not null,
  attempt_id text not null unique check (length(attempt_id) = 36),
  sale_id text not null references sales (sale_id),
  method text not null check (method in ('wechat_pay_upm', 'alipayplus_mpm', 'atome_qr', 'truemoney_qr')),
  amount_minor integer not null check (amount_minor between 1 and 100000000000000),
  currency text not null check (currency in ('THB', 'SGD', 'MYR')),
  reference text,
  code_last_four text check (length(code_last_four) <= 4),
  created_at_ms integer not null check (created_at_ms >= 0),
  step integer not null check (step >= 1),
  state text not null check (state in ('queued', 'sending', 'unknown', 'pending', 'cancelling', 'successful',
    'failed', 'expired', 'cancelled', 'not-sent', 'not-found', 'paid-late')),
  phase text not null generated always as (case
    when state in ('queued', 'sending', 'unknown', 'pending', 'cancelling') then 'living'
    when state in ('successful', 'paid-late') then 'paid'
    else 'unpaid' end) stored,
  state_json text not null check (json_valid(state_json) and state_json ->> 'name' = state),
  charge_id text,
  paid_at_ms integer,
  ended_at_ms integer,
  check ((ended_at_ms is null) = (phase = 'living')),
  check ((paid_at_ms is not null) = (phase = 'paid')),
  check (charge_id is not null or phase <> 'paid')
) strict;

CREATE TRIGGER attempts_begin_at_one before insert on attempts when new.step <> 1
begin select raise(abort, 'the first step of an attempt is step 1'); end;

CREATE TRIGGER attempts_go_one_step before update on attempts when new.step <> old.step + 1
begin select raise(abort, 'an attempt goes one step at a time'); end;

CREATE TRIGGER attempts_keep_their_facts before update on attempts
when new.row_id <> old.row_id or new.attempt_id <> old.attempt_id or new.sale_id <> old.sale_id
  or new.method <> old.method or new.amount_minor <> old.amount_minor or new.currency <> old.currency
  or new.reference is not old.reference or new.code_last_four is not old.code_last_four
  or new.created_at_ms <> old.created_at_ms
begin select raise(abort, 'what an attempt began with never changes'); end;

CREATE INDEX attempts_of_a_sale on attempts (sale_id, row_id);

CREATE TRIGGER attempts_once_paid_stay_paid before update on attempts
when old.phase = 'paid' and (new.state <> old.state or new.charge_id is not old.charge_id
  or new.paid_at_ms is not old.paid_at_ms or new.ended_at_ms is not old.ended_at_ms)
begin select raise(abort, 'nothing leaves a paid state'); end;

CREATE TRIGGER attempts_stay before delete on attempts
begin select raise(abort, 'an attempt is never removed'); end;

CREATE TABLE meta (
  id integer primary key not null check (id = 1),
  mode text not null check (mode in ('training', 'test', 'live')),
  account_id text check (length(account_id) between 1 and 200)
) strict;

CREATE TRIGGER meta_is_bound_once before update on meta
when new.mode <> old.mode or (old.account_id is not null and new.account_id is not old.account_id)
begin select raise(abort, 'a ledger keeps its mode and its account'); end;

CREATE TRIGGER meta_stays before delete on meta
begin select raise(abort, 'a ledger keeps its mode and its account'); end;

CREATE TABLE migrations (
  position integer primary key not null,
  name text not null unique,
  sha256 text not null check (length(sha256) = 64),
  applied_at_ms integer not null
) strict;

CREATE UNIQUE INDEX one_living_attempt_of_a_sale on attempts (sale_id) where phase = 'living';

CREATE INDEX payments on attempts (paid_at_ms) where phase = 'paid';

CREATE TABLE sales (
  sale_id text primary key not null check (length(sale_id) = 36),
  amount_minor integer not null check (amount_minor between 1 and 100000000000000),
  currency text not null check (currency in ('THB', 'SGD', 'MYR')),
  reference text,
  staff integer not null check (staff >= 0),
  began_at_ms integer not null check (began_at_ms >= 0)
) strict;

CREATE TRIGGER sales_never_change before update on sales
begin select raise(abort, 'a sale is never changed'); end;

CREATE TRIGGER sales_stay before delete on sales
begin select raise(abort, 'a sale is never removed'); end;

CREATE INDEX unpaid_ends on attempts (ended_at_ms) where phase = 'unpaid';

CREATE INDEX unseen_alarms on alarms (at_ms) where seen_at_ms is null;
