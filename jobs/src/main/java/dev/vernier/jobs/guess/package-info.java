/**
 * Settings for people who have none: from the model's inputs and the data's columns a configuration
 * is guessed, every guess is said, and the result is a file to edit.
 */
package dev.vernier.jobs.guess;
