-- How long applies take is told to whoever waits; that begins when somebody said yes, not when the plan was asked for.

alter table run add column confirmed_at timestamptz;
