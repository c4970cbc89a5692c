"""One file a rule, named for the fault. A rule sees facts and knowledge, nothing else."""
