/**
 * Rows and the Parquet files they come from and go to: row groups read one at a time, with only the
 * columns that are needed, and the choice of rows by the hash of their identity.
 */
package dev.vernier.pipeline.data;
