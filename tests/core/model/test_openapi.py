#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds data/openapi.yaml against the model's tables and the back end's source, both ways.

usage: test_openapi.py SOURCE_ROOT DUMP_PROGRAM
"""
import json
import pathlib
import re
import subprocess
import sys

import yaml

root = pathlib.Path(sys.argv[1])
model = json.loads(subprocess.run([sys.argv[2]], check=True, capture_output=True).stdout)
api = yaml.safe_load((root / 'data/openapi.yaml').read_text(encoding='utf-8'))
schemas = api['components']['schemas']
count = 0
failed = False


def check(name, problems):
    global count, failed
    count += 1
    problems = list(problems)
    print(f"{'not ok' if problems else 'ok'} {count} - {name}")
    for problem in problems:
        print(f'# {problem}')
    failed = failed or bool(problems)


def both_ways(described, real, what):
    described, real = set(described), set(real)
    yield from (f'{what} {x} is not described' for x in sorted(real - described))
    yield from (f'{what} {x} is described, but is not there' for x in sorted(described - real))


def expected_schema(field):
    """How a field of the tables must be described."""
    kind, limit = field['type'], field['max']
    schema = {
        'string': lambda: {'$ref': '#/components/schemas/TimeOfDay'} if field['time_of_day']
        else {'type': 'string', 'maxLength': limit},
        'text': lambda: {'type': 'string', 'maxLength': limit},
        'integer': lambda: {'type': 'integer', 'minimum': field['min'], 'maximum': limit},
        'boolean': lambda: {'type': 'boolean'},
        'date': lambda: {'type': 'string', 'format': 'date'},
        'instant': lambda: {'$ref': '#/components/schemas/Instant'},
        'choice': lambda: {'enum': field['choices']},
        'ref': lambda: {'$ref': '#/components/schemas/Id'},
        'refs': lambda: {'type': 'array', 'items': {'$ref': '#/components/schemas/Id'}, 'uniqueItems': True, 'maxItems': limit},
        'tags': lambda: {'type': 'array', 'items': {'type': 'string', 'maxLength': 100}, 'uniqueItems': True, 'maxItems': limit},
        'list': lambda: {'type': 'array', 'items': {'type': 'string', 'maxLength': 1000}, 'maxItems': limit},
        'hash': lambda: {'$ref': '#/components/schemas/Hash'},
        'json': lambda: {'type': ['object', 'array'], 'x-max-bytes': limit},
    }[kind]()
    if field['merge'] != 'register':
        schema['x-merge'] = field['merge']
    if 'target' in field:
        schema['x-kind'] = field['target']
    if field['unique']:
        schema['x-unique'] = True
    return schema


def compare_kind(kind, schema):
    fields = {field['name']: field for field in kind['fields']}
    properties = schema.get('properties', {})
    yield from both_ways(properties, fields, 'field')
    yield from both_ways(schema.get('required', []), (n for n, f in fields.items() if f['required']), 'required field')
    if schema.get('type') != 'object' or schema.get('additionalProperties') is not False:
        yield 'must be an object without other members'
    if list(properties) != [n for n in fields if n in properties]:
        yield 'fields are in another order than in the tables'
    for name in set(properties) & set(fields):
        described = {k: v for k, v in properties[name].items() if k != 'description'}
        if described != expected_schema(fields[name]):
            yield f'{name}: described as {described}, is {expected_schema(fields[name])}'


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get('$ref'), str):
            yield node['$ref']
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def resolves(reference):
    node = api
    for part in reference.removeprefix('#/').split('/'):
        if part not in node:
            return False
        node = node[part]
    return True


def read_sources(*folders):
    return '\n'.join(path.read_text(encoding='utf-8') for folder in folders for path in sorted((root / folder).rglob('*.c')))


names = [kind['name'] for kind in model['kinds']]
described_kinds = {name: schema for name, schema in schemas.items() if 'x-rank' in schema}
check('the version of OpenAPI', [] if api.get('openapi', '').startswith('3.1') else ['not 3.1'])
check('every reference leads somewhere', (r for r in set(references(api)) if not resolves(r)))
check('kinds', [*both_ways(described_kinds, names, 'kind'), *both_ways(schemas['Kind']['enum'], names, 'kind')])
check('ranks', (f'{name}: rank {s["x-rank"]}' for name, s in described_kinds.items()
                if name in names and s['x-rank'] != names.index(name)))
for kind in model['kinds']:
    check(f"fields of {kind['name']}", compare_kind(kind, schemas.get(kind['name'], {})))

# What a mutation is rejected with: the model's codes and those of the sync core.
sync_codes = re.findall(r'#define CODE_\w+\s+"(\w+)"', read_sources('src/core/sync'))
check('codes of rejected mutations', both_ways(schemas['RejectionCode']['enum'], model['codes'] + sync_codes, 'code'))

backend = read_sources('src/backend/api', 'src/backend/http')
if backend:
    routes = re.findall(r'\{\s*"(GET|HEAD|POST|PATCH|DELETE|OPTIONS)",\s*"(/(?:v1|feeds)/[^"]*)"', backend)
    described = [(method.upper(), path) for path, item in api['paths'].items() for method in item if method != 'parameters']
    check('routes', both_ways(described, routes, 'route'))
    problems = re.findall(r'\b(4\d\d|5\d\d), "(\w+)"', backend)
    real = {(code, int(status)) for status, code in problems} | {('bad_json', 400)}   # that one by the model's function
    listed = {(code, status) for code, status in schemas['Problem']['x-codes'].items()}
    check('codes of problems', both_ways(listed, real, 'code'))

print(f'1..{count}')
sys.exit(failed)
