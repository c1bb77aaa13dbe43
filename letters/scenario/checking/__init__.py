"""What debts can get wrong, once each value by itself is sound: one module for each kind of debt."""
