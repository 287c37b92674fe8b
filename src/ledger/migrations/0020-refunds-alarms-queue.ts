// Money going back with what a manager allowed, alarms until somebody settles them, and the queue of what is still to be done.
import type { Migration } from "./migration.ts";

const refunds = `
create table approvals (
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

create trigger approvals_never_change before update on approvals
begin select raise(abort, 'an approval is never changed'); end;

create trigger approvals_stay before delete on approvals
begin select raise(abort, 'an approval is never removed'); end;

create table refunds (
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

create unique index one_open_refund_of_a_charge on refunds (charge_id) where state in ('asked', 'sending', 'unknown');
create index refunds_of_an_attempt on refunds (attempt, row_id);
create index refunds_by_state on refunds (state, ended_at_ms);

create trigger refunds_begin_with_their_event before insert on refunds
when not exists (select 1 from events
  where seq = new.row_id and id = new.refund_id and new.event_seq = seq and state ->> 'name' = new.state)
begin select raise(abort, 'a refund is what its last event says'); end;

create trigger refunds_follow_their_events before update on refunds
when not exists (select 1 from events
  where seq = new.event_seq and subject = new.row_id and step = new.step and state ->> 'name' = new.state)
begin select raise(abort, 'a refund is what its last event says'); end;

create trigger refunds_begin_at_one before insert on refunds when new.step <> 1
begin select raise(abort, 'the first step of a refund is step 1'); end;

create trigger refunds_are_of_their_sale before insert on refunds
when new.sale is not (select sale from attempts where row_id = new.attempt)
  or new.currency is not (select currency from attempts where row_id = new.attempt)
begin select raise(abort, 'a refund is of the sale and in the currency of its attempt'); end;

create trigger refunds_stay_below_the_payment before insert on refunds
when new.amount_minor + (select coalesce(sum(amount_minor), 0) from refunds
    where attempt = new.attempt and state in ('asked', 'sending', 'unknown', 'accepted', 'closed'))
  > (select amount_minor from attempts where row_id = new.attempt)
begin select raise(abort, 'never more is refunded than was paid'); end;

create trigger refunds_keep_their_facts before update of row_id, refund_id, sale, attempt, charge_id, kind, amount_minor,
  currency, refunded_before_minor, approval_id, approver, staff, asked_at_ms on refunds
when new.row_id <> old.row_id or new.refund_id <> old.refund_id or new.sale <> old.sale or new.attempt <> old.attempt
  or new.charge_id <> old.charge_id or new.kind <> old.kind or new.amount_minor <> old.amount_minor
  or new.currency <> old.currency or new.refunded_before_minor <> old.refunded_before_minor
  or new.approval_id <> old.approval_id or new.approver <> old.approver or new.staff <> old.staff
  or new.asked_at_ms <> old.asked_at_ms
begin select raise(abort, 'what a refund began with never changes'); end;

create trigger refunds_go_one_step before update on refunds when new.step <> old.step + 1
begin select raise(abort, 'a refund goes one step at a time'); end;

create trigger refunds_once_closed_stay_closed before update on refunds
when old.state = 'closed' and (new.state <> old.state or new.ended_at_ms is not old.ended_at_ms)
begin select raise(abort, 'nothing leaves a closed refund'); end;

create trigger refunds_stay before delete on refunds
begin select raise(abort, 'a refund is never removed'); end;
`;

const alarms = `
create table alarms (
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

create index alarms_of_an_attempt on alarms (attempt);
create index standing_alarms on alarms (at_ms) where settled is null;

create trigger alarms_are_settled_once before update on alarms
when old.settled is not null or new.row_id <> old.row_id or new.alarm_id <> old.alarm_id or new.kind <> old.kind
  or new.sale <> old.sale or new.attempt <> old.attempt or new.at_ms <> old.at_ms
begin select raise(abort, 'an alarm is only ever settled, once'); end;

create trigger alarms_stay before delete on alarms
begin select raise(abort, 'an alarm is never removed'); end;
`;

const operations = `
-- What is still to be done: a working table and no history, so it is neither sealed nor kept.
create table operations (
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
`;

export const refundsAndQueue: Migration = {
  name: "0020-refunds-alarms-queue",
  sql: [refunds, alarms, operations].join(""),
};
