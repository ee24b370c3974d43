"""What adapters of several disciplines share: one pager network, one event stream."""
