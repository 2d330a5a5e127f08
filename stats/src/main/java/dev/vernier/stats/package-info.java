/**
 * Mergeable summaries of tensors and their bytes. A state is an immutable value with an identity
 * element; merging adds integers or exact sums, so that no result depends on the order or grouping
 * of samples. Ranges, percentiles and histograms are derived from states, never stored in them.
 */
package dev.vernier.stats;
