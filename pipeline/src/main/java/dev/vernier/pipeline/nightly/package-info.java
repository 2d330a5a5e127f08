/** The scheduled cycle: a new day's states, a window of days, two gates, and a publication. */
package dev.vernier.pipeline.nightly;
