/**
 * Brings data into Parquet: folders of images or sound, text with a vocabulary, tables and array
 * files. Items are taken in sorted order, what cannot be read is listed, and the file appears only
 * when it is whole.
 */
package dev.vernier.pipeline.ingest;
