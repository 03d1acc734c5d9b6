"""A plugin of the AWS CLI: what it would send as JSON 1.1 goes as CBOR 1.1, and answers come back as CBOR.

The CLI's own code makes and reads the members; only blobs, times and the form of the body differ.
"""

import base64
import datetime
import io

import botocore.parsers
import botocore.serialize
import botocore.utils
import cbor2
from cbor2 import decoder

CONTENT_TYPE = 'application/x-amz-cbor-1.1'
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


class CborSerializer(botocore.serialize.JSONSerializer):
    def serialize_to_request(self, parameters, operation_model):
        # The target and the rest of the request; its body is made below.
        request = super().serialize_to_request({}, operation_model)
        body = {}
        if operation_model.input_shape is not None:
            self._serialize(body, parameters, operation_model.input_shape)
        request['body'] = cbor2.dumps(body)
        request['headers']['Content-Type'] = CONTENT_TYPE
        return request

    def _serialize_type_blob(self, serialized, value, shape, key):
        # The CLI hands over bytes; JSON needs Base64 for them, CBOR does not.
        serialized[key] = value.encode() if isinstance(value, str) else bytes(value)

    def _serialize_type_timestamp(self, serialized, value, shape, key):
        moment = botocore.utils.parse_to_aware_datetime(value)
        serialized[key] = cbor2.CBORTag(1, round((moment - EPOCH).total_seconds() * 1000))


class CborParser(botocore.parsers.JSONParser):
    def parse(self, response, shape):
        if response['headers'].get('content-type', CONTENT_TYPE) != CONTENT_TYPE:
            raise ValueError(f"an answer in CBOR was expected, and this is {response['headers']['content-type']}")
        return super().parse(response, shape)

    def _parse_body_as_json(self, body_contents):
        return decoder.CBORDecoder(io.BytesIO(body_contents)).decode() if body_contents else {}

    def _handle_blob(self, shape, value):
        # The CLI prints Base64, and so has a parser of its own for it.
        return self._blob_parser(base64.b64encode(value).decode())

    def _handle_timestamp(self, shape, value):
        return self._timestamp_parser(value / 1000)


# As it stands tag 1 counts seconds; Kinesis writes whole milliseconds there.
decoder.semantic_decoders[1] = lambda reading: reading._decode()


def awscli_initialize(event_handlers):
    botocore.serialize.SERIALIZERS['json'] = CborSerializer
    botocore.parsers.PROTOCOL_PARSERS['json'] = CborParser
