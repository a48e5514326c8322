"""What needs neither pages nor tables: reading workbooks, and the rows they must hold."""
