/** What has changed between two sets of saved states of one model. */
package dev.vernier.pipeline.drift;
