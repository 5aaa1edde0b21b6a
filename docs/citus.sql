-- The tables of the index on several nodes, with Citus 12 or newer. Once, on the coordinator, as the role that INDEX_URL
-- names; after pgvector and Citus were made in the database of every node, the nodes were added (citus_add_node), and
-- baowen was started once, which makes the tables.

-- What a question sets for its transaction (the breadth of the vector search) must hold on the workers too.
ALTER ROLE CURRENT_USER SET citus.propagate_set_commands = 'local';

-- Small, read by every question, changed by a commit: whole on every node.
SELECT create_reference_table('baowen_index.manifest');
SELECT create_reference_table('baowen_index.writers');
SELECT create_reference_table('baowen_index.segments');

-- By page: its articles and passages lie on one node, with what is staged of them, so that replacing, removing and
-- committing pages moves no row from node to node. Pages are many and small: they spread evenly.
SELECT create_distributed_table('baowen_index.pages', 'file');
SELECT create_distributed_table('baowen_index.articles', 'file', colocate_with => 'baowen_index.pages');
SELECT create_distributed_table('baowen_index.passages', 'file', colocate_with => 'baowen_index.pages');
SELECT create_distributed_table('baowen_index.staged_articles', 'file', colocate_with => 'baowen_index.pages');
SELECT create_distributed_table('baowen_index.staged_passages', 'file', colocate_with => 'baowen_index.pages');

-- By the hash of the term: a question reads its terms' rows from the shards that have them, and from no others.
SELECT create_distributed_table('baowen_index.postings', 'bucket', colocate_with => 'none');

-- What becomes of a question's statements.

-- Words. Goes to the shards of the named buckets alone; the scores are added up in the program, as on one node.
EXPLAIN SELECT segment::integer, bucket, bytes FROM baowen_index.postings
JOIN unnest('{1,1,2}'::bigint[], '{17,32785,17}'::integer[]) AS wanted (segment, bucket) USING (segment, bucket)
WHERE bucket = ANY ('{17,32785,17}'::integer[]);

-- Meaning. Pushed down whole: every shard searches an HNSW index of its own, and the coordinator merges the best of each.
-- It goes by the leading dimensions of our model; the coordinator then compares what was proposed by all.
EXPLAIN SELECT number FROM (
	SELECT number, embedding FROM baowen_index.passages WHERE embedding IS NOT NULL
	ORDER BY (subvector(embedding, 1, 128)::vector(128)) <=> array_fill(0.05, ARRAY[128])::vector(128) LIMIT 256
) AS proposed ORDER BY embedding <#> array_fill(0.05, ARRAY[384])::vector LIMIT 50;

-- Passages and articles by number or id. Not by the distribution column: every shard looks into its index, in parallel.
EXPLAIN SELECT number, id, -(embedding <#> array_fill(0.05, ARRAY[384])::vector) AS cosine FROM baowen_index.passages
WHERE number = ANY ('{1,2,3}'::integer[]);
EXPLAIN SELECT id, record FROM baowen_index.articles WHERE id = ANY ('{a,b}'::text[]);

-- A commit. Deleting goes to the shards of the named pages; moving what is staged happens within each shard.
EXPLAIN DELETE FROM baowen_index.passages WHERE file = ANY ('{a.txt}'::text[]);
EXPLAIN INSERT INTO baowen_index.passages (file, number, id, record, embedding)
SELECT file, number + 100, id, record, embedding FROM baowen_index.staged_passages WHERE writer = 1 AND page = ANY ('{0}'::integer[]);
