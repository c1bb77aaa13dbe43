"""In whose words a letter speaks: the borrower’s, or those of somebody who writes for the borrower."""
