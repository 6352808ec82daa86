-- What a dossier's patient is looked up by among the studies of a structure.
create index study_by_accession on imaging.study (structure_id, accession_number) where accession_number <> '';
create index study_by_birth_date on imaging.study (structure_id, birth_date, last_received_at desc);
