"""The contract of a procedure, pure and without a database: packs, forms, fees, limits, levels.

A pack (`pack`, read by `loading`) is compiled once per version into `rules.Rules`; its form becomes
`answering.CompiledForm`, which is at once the page's form and the API's validator. Other rooms may
import every module here.
"""
