# Of the plans that auto_explain wrote for one statement, those of functions that it calls among them: what reads or sorts more than it should.
# $limit: so many rows; $any: a table of which the first row is enough; $brin: indexes that tell blocks, not rows.
def small: ["settings", "templates", "disclosure_texts", "refused_phrases", "adapter", "schema_migrations", "roles", "leases", "discovery",
            "retention_round", "experiments", "llm_usage", "llm_services", "gone_receiver", "settings_history", "forgotten_counts", "companions"];
def nodes: recurse(.Plans[]?);
def count(name): .[name] // 0;
def was_read: (count("Actual Rows") + count("Rows Removed by Filter") + count("Rows Removed by Index Recheck")) * count("Actual Loops");
def of: ."Relation Name" // ."Index Name" // "";
def is_small: startswith("pg_") or IN(small[]);
[.[].Plan | nodes
 | select(count("Actual Loops") > 0 and (of | is_small | not) and (of | IN($brin[]) | not))
 | if ."Node Type" == "Seq Scan" and of != $any then "a sequential scan of \(of), \(was_read) rows"
   elif of != "" and was_read > $limit then "\(."Node Type") of \(of) reads \(was_read) rows\(if ."Index Name" then " by \(."Index Name")" else "" end)"
   elif (."Node Type" | test("Sort")) and count("Actual Rows") > $limit then "a sort of \(count("Actual Rows")) rows by \(."Sort Key" | join(", "))"
   else empty end]
| unique | .[]
