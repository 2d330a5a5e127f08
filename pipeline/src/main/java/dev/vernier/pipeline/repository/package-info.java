/**
 * Keeps saved states. The file-system repository writes one Parquet file in canonical order, equal
 * bytes for equal states; the in-memory one serves tests and callers without a file system. The
 * layout is described in {@code docs/formats/state.md}.
 */
package dev.vernier.pipeline.repository;
