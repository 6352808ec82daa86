-- A search looks for its words in a person's name and in his structure's town at once, which no index of one table serves;
-- reading a region's whole directory takes some tens of milliseconds.
drop index directory.community_by_name, directory.structure_by_name, directory.professional_by_name;
