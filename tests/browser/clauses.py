"""The clause list of an invented agreement of sixty pages, as somebody writes one while reading it: what each side
owes, by which clause, and when. Three rows are written so that nobody can be sure of them."""

ROWS = """Clause\tWhat is owed\tWhen\tOwed by\tKind\tAmount\tOnly if
2.3\tJoint steering committee formed\t30 days after Effective date\tboth\tGovernance\t\t
2.4\tJoint research committee formed\t45 days after Effective date\tboth\tGovernance\t\t
2.6\tSteering committee meets\teach quarter\tboth\tGovernance\t\t
2.9\tAlliance managers named\t10 business days after Effective date\tboth\tGovernance\t\t
3.1\tResearch plan for the coming year agreed\t60 days before year end\tboth\tGovernance\t\t
3.4\tResearch budget approved\t30 days before year end\tboth\tGovernance\t\t
3.7\tResearch report\t30 days after quarter end\tpartner\tReporting\t\t
3.9\tMaterials handed over\t20 business days after Effective date\tpartner\tOther\t\t
4.2\tComplete data package delivered\t2027-03\tpartner\tReporting\t\t
4.3\tObjection to an incomplete data package\t15 days after “Complete data package”\tus\tNotice\t\t
4.4\tDecision on the option\t60 days after “Complete data package”\tus\tOption\t\t
4.5\tOption fee\t30 business days after “Complete data package”\tus\tFinancial\tUSD 8,000,000\tthe option is exercised
4.6\tClearance filed\t10 business days after “Complete data package”\tboth\tNotice\t\tthe option is exercised
4.7\tTransfer of know-how begins\t90 days after “Complete data package”\tpartner\tOther\t\tthe option is exercised
4.8\tExclusive talks end\t120 days after “Complete data package”\tboth\tExclusivity\t\t
5.1\tDiligence report\t31 January each year\tus\tReporting\t\t
5.3\tDevelopment plan\t60 days after “Option exercised”\tus\tReporting\t\t
6.1\tUpfront payment\t30 days after Effective date\tus\tFinancial\tUSD 20,000,000\t
6.2\tMilestone: first dose in phase 1\t45 days after “First dose in phase 1”\tus\tFinancial\tUSD 10,000,000\t
6.2 (b)\tMilestone: first dose in phase 3\t45 days after “First dose in phase 3”\tus\tFinancial\tUSD 25,000,000\t
6.3\tNotice that a milestone was reached\t10 business days after “First dose in phase 1”\tus\tNotice\t\t
6.5\tMilestone: approval in Japan\t45 days after “Approval in Japan”\tus\tFinancial\t¥ 1,500,000,000\t
7.1\tRoyalty report\t45 days after quarter end\tus\tReporting\t\t
7.2\tRoyalties paid\t60 days after quarter end\tus\tFinancial\t\t
7.6\tAudit of royalties, where it is asked for\t30 days after “Audit asked for”\tboth\tOther\t\t
8.1\tResearch funding\t30 days after quarter end\tus\tFinancial\tEUR 750.000,00\t
9.2\tPublication plan\t31 March each year\tboth\tReview\t\t
9.3\tReview of a manuscript\t30 days after “Manuscript received”\tus\tReview\t\t
10.2\tPatent costs shared\t45 days after quarter end\tboth\tFinancial\t\t
10.4\tNotice of a new patent filing\t30 days after “Patent filed”\tpartner\tNotice\t\t
11.3\tSafety data exchange agreement signed\t90 days before “First dose in phase 1”\tboth\tSafety\t\t
11.4\tReconciliation of safety data\tquarterly\tboth\tSafety\t\t
12.1\tCertificate of insurance\t31 January each year\tpartner\tOther\t\t
13.2\tNews about the deal agreed\t5 business days before “News is out”\tboth\tReview\t\t
14.6\tConfidential papers given back\t30 days after expiry\tboth\tOther\t\t
14.9\tConfidentiality ends\t5 years after expiry\tboth\tOther\t\t
15.4\tTransition plan\t90 days before expiry\tboth\tOther\t\t
16.1\tNon-solicitation ends\ttbd\tboth\tExclusivity\t\t
16.4\tStock of compound counted\t3/4/2027\tpartner\tOther\t\t
17.2\tLast payment of research funding\t30 days after expiry\tnobody in particular\tFinancial\tEUR 750.000,00\t
"""

# What is sure of them, and the events that they count from.
ALL, UNSURE = ROWS.count("\n") - 1, 3
EVENTS = {
    "Effective date", "Expiry of the agreement", "Complete data package", "Option exercised", "First dose in phase 1",
    "First dose in phase 3", "Approval in Japan", "Audit asked for", "Manuscript received", "Patent filed",
    "News is out",
}  # fmt: skip
